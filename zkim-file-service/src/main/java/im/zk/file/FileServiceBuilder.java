package im.zk.file;

import im.zk.storage.StorageBackend;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects what a {@link ZkimFileService} is made of. Not thread-safe. */
public final class FileServiceBuilder {

    private @Nullable StorageBackend storage;
    private FileServiceConfig config = FileServiceConfig.defaults();
    private Logger logger = LoggerFactory.getLogger(ZkimFileService.class);
    private KeyRing keys = new KeyRing();
    private OwnerCheck owners = OwnerCheck.ANY;
    private @Nullable Executor executor;
    private SecureRandom random = new SecureRandom();

    FileServiceBuilder() {}

    /** Where the files are: needed, and the caller's to close. */
    public FileServiceBuilder storage(StorageBackend backend) {
        this.storage = Objects.requireNonNull(backend, "storage");
        return this;
    }

    /** How the service works; {@link FileServiceConfig#defaults()} unless set. */
    public FileServiceBuilder config(FileServiceConfig given) {
        this.config = Objects.requireNonNull(given, "config");
        return this;
    }

    /** Where the service logs; to the logger of its class unless set. No key, name or content is ever logged. */
    public FileServiceBuilder logger(Logger given) {
        this.logger = Objects.requireNonNull(given, "logger");
        return this;
    }

    /** The keys for operations that are given none; the caller's to destroy. */
    public FileServiceBuilder keys(KeyRing ring) {
        this.keys = Objects.requireNonNull(ring, "keys");
        return this;
    }

    /** Which keys are whose, where a platform's key opens files; {@link OwnerCheck#ANY} unless set. */
    public FileServiceBuilder owners(OwnerCheck check) {
        this.owners = Objects.requireNonNull(check, "owners");
        return this;
    }

    /**
     * Where the service computes, reads and writes streams, the caller's to end; threads of its own unless set. One thread is
     * enough, unless streams wait for each other: then each of them needs one.
     */
    public FileServiceBuilder executor(Executor given) {
        this.executor = Objects.requireNonNull(given, "executor");
        return this;
    }

    /** For tests alone: what makes keys, ids and salts. */
    FileServiceBuilder random(SecureRandom given) {
        this.random = given;
        return this;
    }

    /**
     * The service.
     *
     * @throws im.zk.storage.ServiceException where the storage is missing
     */
    public ZkimFileService build() {
        return new ZkimFileService(this);
    }

    Workplace workplace() {
        if (storage == null) {
            throw FileErrors.invalid("A file service needs a storage.");
        }
        return new Workplace(
                storage,
                config,
                keys,
                owners,
                logger,
                new FileCalls(executor),
                random,
                new RevisionMemory(),
                new OneByOne());
    }
}

package im.zk.file;

import im.zk.storage.StorageBackend;
import java.security.SecureRandom;
import org.slf4j.Logger;

/** What the operations of one service share. */
record Workplace(
        StorageBackend storage,
        FileServiceConfig config,
        KeyRing ring,
        OwnerCheck owners,
        Logger logger,
        FileCalls calls,
        SecureRandom random,
        RevisionMemory revisions,
        OneByOne changes) {}

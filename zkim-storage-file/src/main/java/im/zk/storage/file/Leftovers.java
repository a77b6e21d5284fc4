package im.zk.storage.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes the temporary files of backends that ended without closing: killed, or with their system. */
final class Leftovers {

    private static final Logger LOGGER = LoggerFactory.getLogger(Leftovers.class);

    private final Path folder;
    private final String thisProcess = WriterSession.process();

    Leftovers(Path folder) {
        this.folder = folder;
    }

    /** Removes what can be removed. What cannot is no obstacle to the store, so it is logged and stays. */
    void remove() {
        try {
            if (LocalFiles.isDirectory(folder)) {
                filesBySession().forEach(this::removeUnlessLive);
            }
        } catch (IOException failed) {
            LOGGER.warn("Cannot look for leftovers in {}: {}", folder, failed.toString());
        }
    }

    /** Files that no session can have made are not among them. */
    private Map<String, List<Path>> filesBySession() throws IOException {
        Map<String, List<Path>> sessions = new TreeMap<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path file : stream) {
                Matcher name = WriterSession.parse(String.valueOf(file.getFileName()));
                // To close a file of this process would end the lock that the process has on it, if it has one.
                if (name != null && !name.group(WriterSession.PROCESS).equals(thisProcess)) {
                    sessions.computeIfAbsent(name.group(WriterSession.ID), id -> new ArrayList<>())
                            .add(file);
                }
            }
        }
        return sessions;
    }

    /** Asks for the lock's file now: it is there before a session's first file and until after its last. */
    private void removeUnlessLive(String id, List<Path> files) {
        Path lockFile = WriterSession.lockFile(folder, id);
        try {
            BasicFileAttributes lock = LocalFiles.attributes(lockFile);
            if (lock != null && lock.isRegularFile()) {
                removeIfUnlocked(lockFile, files);
                return;
            }
            for (Path file : files) {
                if (file.toString().endsWith(WriterSession.UNLOCKED)) {
                    removeIfUnlocked(file, List.of());
                } else {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException failed) {
            LOGGER.warn("Cannot remove what {} left in {}: {}", id, folder, failed.toString());
        }
    }

    /** The lock's file goes last, so that whoever is interrupted here leaves the rest to the next. */
    private static void removeIfUnlocked(Path lockFile, List<Path> files) throws IOException {
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                return;
            }
            for (Path file : files) {
                if (!file.equals(lockFile)) {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(lockFile);
            LOGGER.debug("Removed what an ended process left: {} and {} more", lockFile, files.size() - 1);
        } catch (NoSuchFileException | OverlappingFileLockException doneByAnother) {
            LOGGER.debug("Another backend removes {}", lockFile);
        }
    }
}

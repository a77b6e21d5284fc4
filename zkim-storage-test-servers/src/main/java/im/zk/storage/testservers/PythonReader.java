package im.zk.storage.testservers;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Python with the packages that the reader of encrypted files needs, which are installed from PyPI into a virtual environment
 * in the cache, once. Where it cannot be had the test is skipped, or with {@code CI=true} fails.
 */
public final class PythonReader {

    private static final Logger log = LoggerFactory.getLogger(PythonReader.class);
    private static final String NAME = "Python with cryptography and zstandard";
    private static final String CRYPTOGRAPHY = "cryptography==" + Versions.of("python-cryptography.version");
    private static final String ZSTANDARD = "zstandard==" + Versions.of("python-zstandard.version");

    private PythonReader() {}

    /** The program, which is started with a script as its first argument. */
    public static Path python() {
        return SharedServer.orVerdict(() -> program(ToolCache.install(
                "python-" + Versions.of("python-cryptography.version") + "-" + Versions.of("python-zstandard.version"),
                PythonReader::install)));
    }

    private static void install(Path folder) {
        log.info("Installing {} with pip, once, about ten seconds", NAME);
        Tool python = Tool.find("python3").orElseThrow(PythonReader::missing);
        python.install(NAME, Map.of(), List.of("-m", "venv", folder.toString()));
        new Tool(program(folder))
                .install(
                        NAME,
                        Map.of("PIP_DISABLE_PIP_VERSION_CHECK", "1"),
                        List.of("-m", "pip", "install", "--quiet", CRYPTOGRAPHY, ZSTANDARD));
    }

    private static Path program(Path folder) {
        return folder.resolve("bin").resolve("python");
    }

    private static MissingServerException missing() {
        return new MissingServerException(NAME + " is missing: there is no python3 on the path to install it"
                + " (python3 -m venv, pip install " + CRYPTOGRAPHY + " " + ZSTANDARD
                + "). Get Python 3.9 or newer, with venv and pip, from https://www.python.org/downloads.");
    }
}

package im.zk.storage.gcs;

import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Application Default Credentials, looked for with the first request and not before: the search may ask the metadata server
 * of the machine. What was not found is looked for again with the next request.
 *
 * @see <a href="https://cloud.google.com/docs/authentication/application-default-credentials">How Application Default
 *     Credentials works</a>
 */
final class DefaultCredentials extends Credentials {

    private static final long serialVersionUID = 1L;

    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable GoogleCredentials found;

    @Override
    public String getAuthenticationType() {
        return "OAuth2";
    }

    @Override
    public Map<String, List<String>> getRequestMetadata(@Nullable URI uri) throws IOException {
        return resolve().getRequestMetadata(uri);
    }

    @Override
    public boolean hasRequestMetadata() {
        return true;
    }

    @Override
    public boolean hasRequestMetadataOnly() {
        return true;
    }

    @Override
    public void refresh() throws IOException {
        resolve().refresh();
    }

    @Override
    public String getUniverseDomain() throws IOException {
        return resolve().getUniverseDomain();
    }

    private GoogleCredentials resolve() throws IOException {
        lock.lock();
        try {
            GoogleCredentials known = found;
            if (known == null) {
                known = GoogleCredentials.getApplicationDefault()
                        .createWithCustomRetryStrategy(false)
                        .createScoped(ServiceClient.SCOPE);
                found = known;
            }
            return known;
        } catch (IOException none) {
            throw new CredentialsException(
                    "no credentials were found; give a keyFilename, or what Application Default Credentials finds",
                    none);
        } finally {
            lock.unlock();
        }
    }
}

package im.zk.storage.benchmarks.store;

import im.zk.storage.benchmarks.contender.BlockingContender;
import java.net.URI;
import java.util.Properties;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;

/** Contexts of Apache jclouds with as many connections as callers. */
final class JCloudsContexts {

    private JCloudsContexts() {}

    static BlobStoreContext of(
            String provider, URI endpoint, String identity, String credential, Properties properties) {
        Properties all = new Properties();
        all.setProperty("jclouds.max-connections-per-context", String.valueOf(BlockingContender.THREADS));
        all.setProperty("jclouds.max-connections-per-host", String.valueOf(BlockingContender.THREADS));
        all.putAll(properties);
        return ContextBuilder.newBuilder(provider)
                .endpoint(endpoint.toString())
                .credentials(identity, credential)
                .overrides(all)
                .buildView(BlobStoreContext.class);
    }
}

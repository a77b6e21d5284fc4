package im.zk.storage.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.identity.DefaultAzureCredentialBuilder;

/** What needs the artifact azure-identity, and is loaded where it is asked for alone. */
final class IdentityCredential {

    private IdentityCredential() {}

    /** The SDK's own chain: environment, workload identity, managed identity, and the tools of a developer. */
    static TokenCredential create(HttpClient http) {
        return new DefaultAzureCredentialBuilder().httpClient(http).build();
    }
}

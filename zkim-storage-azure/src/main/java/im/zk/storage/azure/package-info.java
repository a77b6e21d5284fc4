/** Azure Blob Storage: {@link im.zk.storage.azure.AzureStorageBackend}. */
@NullMarked
package im.zk.storage.azure;

import org.jspecify.annotations.NullMarked;

package im.zk.storage.spi;

/** The operations of a backend, as error codes name them. */
public enum Operation {
    /** {@code set} and {@code setBatch}. */
    SET("UPLOAD"),
    /** {@code get} and {@code getBatch}. */
    GET("DOWNLOAD"),
    /** {@code has}. */
    HAS("CHECK"),
    /** {@code delete} and {@code deleteBatch}. */
    DELETE("DELETE"),
    /** {@code clear}. */
    CLEAR("CLEAR"),
    /** {@code keys} and {@code listKeys}. */
    LIST("LIST");

    private final String word;

    Operation(String word) {
        this.word = word;
    }

    /** The error code of this operation for a backend: {@code S3} gives {@code S3_UPLOAD_ERROR}. */
    public String code(String backend) {
        return backend + "_" + word + "_ERROR";
    }
}

package im.zk.storage.decorator;

/** The operations as those who watch name them: in log lines and in the tags of meters. */
enum ObservedOperation {
    SET("set"),
    GET("get"),
    HAS("has"),
    DELETE("delete"),
    CLEAR("clear"),
    KEYS("keys"),
    SET_BATCH("setBatch"),
    GET_BATCH("getBatch"),
    DELETE_BATCH("deleteBatch"),
    LIST_KEYS("listKeys");

    private final String methodName;

    ObservedOperation(String methodName) {
        this.methodName = methodName;
    }

    /** The name of the interface's method. */
    String methodName() {
        return methodName;
    }
}

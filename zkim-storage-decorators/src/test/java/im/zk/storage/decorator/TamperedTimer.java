package im.zk.storage.decorator;

/** Passes everything on to another timer; a mutant overrides some of it. */
class TamperedTimer implements Timer {

    private final Timer timer;

    TamperedTimer(Timer timer) {
        this.timer = timer;
    }

    @Override
    public long nanos() {
        return timer.nanos();
    }

    @Override
    public Runnable after(long nanos, Runnable action) {
        return timer.after(nanos, action);
    }

    @Override
    public void soon(Runnable action) {
        timer.soon(action);
    }

    @Override
    public void close() {
        timer.close();
    }
}

package org.quantscope.network;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.quantscope.conv.Cancellation;

/** One run at a time of an ONNX Runtime session that another thread can end early. */
final class StoppableRun {
    private OrtSession.RunOptions current;
    private boolean stopped;

    OrtSession.Result run(
            OrtSession session, Map<String, OnnxTensor> fed, Set<String> wanted, Cancellation cancellation)
            throws OrtException {
        OrtSession.RunOptions options = begin();
        try {
            cancellation.throwIfCancelled(); // from here on stop() finds the run
            return session.run(fed, wanted, options);
        } catch (OrtException e) {
            if (isStopped()) {
                CancellationException ended = new CancellationException("superseded");
                ended.initCause(e);
                throw ended;
            }
            throw e;
        } finally {
            end();
        }
    }

    /** Ends the run under way, if there is one. */
    synchronized void stop() {
        if (current != null) {
            try {
                stopped = true;
                current.setTerminate(true);
            } catch (OrtException e) {
                throw new NetworkRunException("ONNX Runtime could not end a run.", e);
            }
        }
    }

    private synchronized OrtSession.RunOptions begin() throws OrtException {
        stopped = false;
        current = new OrtSession.RunOptions();
        return current;
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private synchronized void end() {
        current.close();
        current = null;
    }
}

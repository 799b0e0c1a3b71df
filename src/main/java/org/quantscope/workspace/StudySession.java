package org.quantscope.workspace;

import org.quantscope.network.NetworkComparison;
import org.quantscope.network.SimulatedNetwork;

/**
 * The session that evaluations and sensitivity share, with the float network's answers. Of the network's worker alone;
 * opened when it is first needed, and anew for another network or other images.
 */
final class StudySession {
    private static final int THREADS = Math.max(1, Math.min(2, Runtime.getRuntime().availableProcessors()));

    private SimulatedNetwork network;
    private NetworkComparison comparison;
    private StudySubject.Feeding feeding;

    NetworkComparison of(StudySubject subject) {
        StudySubject.Feeding wanted = subject.key().feeding();
        if (comparison != null && wanted.equals(feeding)) {
            return comparison;
        }
        boolean sameNetwork = network != null
                && feeding.network().equals(wanted.network())
                && feeding.folded() == wanted.folded();
        if (!sameNetwork) {
            close();
            network = SimulatedNetwork.open(subject.model(), THREADS);
        }
        comparison = new NetworkComparison(network, subject.data());
        feeding = wanted;
        return comparison;
    }

    void close() {
        if (network != null) {
            network.close();
            network = null;
            comparison = null;
            feeding = null;
        }
    }
}

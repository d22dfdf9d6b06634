import org.codelibs.opensearch.runner.OpenSearchRunner;

/** One OpenSearch node on 127.0.0.1 until SIGTERM: `Start FOLDER HTTP-PORT TRANSPORT-PORT`. */
public class Start {
    public static void main(String[] arguments) throws Exception {
        OpenSearchRunner node = new OpenSearchRunner();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.close();
            } catch (Exception error) {
                System.err.println("The search node did not close well: " + error);
            }
        }));
        node.onBuild((number, settings) -> {
            settings.put("http.host", "127.0.0.1");
            settings.put("http.port", arguments[1]);
            settings.put("transport.host", "127.0.0.1");
            settings.put("transport.port", arguments[2]);
            // Alone: it must not join another node of this machine.
            settings.put("node.name", "portal");
            settings.putList("cluster.initial_cluster_manager_nodes", "portal");
            settings.putList("discovery.seed_hosts", "127.0.0.1:" + arguments[2]);
            // A small machine's disk is often nearly full; the node would turn its indices read-only.
            settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
        }).build(OpenSearchRunner.newConfigs().clusterName("portal").numOfNode(1)
                .basePath(arguments[0]).useLogger());
        Thread.currentThread().join();
    }
}

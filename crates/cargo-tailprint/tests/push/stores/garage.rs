//! Garage: three nodes on loopback addresses, each with a copy of every object.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::real::{BUCKET, PATIENCE, Server, free_port, program, start};

/// A key as Garage makes them: `GK` and 24 hexadecimal digits, with a secret of 64.
const ID: &str = "GK0123456789abcdef01234567";
const SECRET: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
/// The password of the cluster.
const RPC_SECRET: &str = "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210";

pub(super) const REGION: &str = "garage";
const NODES: usize = 3;

/// A node by its configuration.
struct Node {
    config: PathBuf,
    s3: u16,
}

impl Node {
    fn new(folder: &Path, number: usize) -> Self {
        let folder = folder.join(format!("node-{number}"));
        std::fs::create_dir(&folder).unwrap();
        let (rpc, s3) = (free_port(), free_port());
        let text = format!(
            "metadata_dir = {:?}\ndata_dir = {:?}\ndb_engine = \"sqlite\"\nreplication_factor = {NODES}\n\
             rpc_bind_addr = \"127.0.0.1:{rpc}\"\nrpc_public_addr = \"127.0.0.1:{rpc}\"\n\
             rpc_secret = \"{RPC_SECRET}\"\n\
             [s3_api]\ns3_region = \"{REGION}\"\napi_bind_addr = \"127.0.0.1:{s3}\"\n",
            folder.join("meta"),
            folder.join("data"),
        );
        let config = folder.join("garage.toml");
        std::fs::write(&config, text).unwrap();
        Self { config, s3 }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(program("GARAGE"));
        command.arg("-c").arg(&self.config);
        command
    }

    /// Asks the node, and returns what it says. A node that has just started may not answer yet.
    fn ask(&self, args: &[&str]) -> String {
        let begun = Instant::now();
        loop {
            let output = self.command().args(args).stdin(Stdio::null()).output().unwrap();
            if output.status.success() {
                return String::from_utf8(output.stdout).unwrap();
            }
            let error = String::from_utf8_lossy(&output.stderr);
            assert!(begun.elapsed() < PATIENCE, "{args:?}: {error}");
            std::thread::sleep(Duration::from_millis(200));
        }
    }
}

/// Starts the nodes, makes them a cluster, and makes a bucket in it.
pub(super) fn cluster() -> Server {
    let folder = tempfile::tempdir().unwrap();
    let nodes: Vec<Node> = (0..NODES).map(|number| Node::new(folder.path(), number)).collect();
    let children = nodes.iter().map(|node| start(node.command().arg("server"), node.s3)).collect();
    let first = &nodes[0];
    let names: Vec<String> =
        nodes.iter().map(|node| node.ask(&["node", "id", "-q"]).trim().to_owned()).collect();
    for name in &names[1..] {
        first.ask(&["node", "connect", name]);
    }
    for name in &names {
        let (id, _) = name.split_once('@').unwrap();
        first.ask(&["layout", "assign", "-z", "here", "-c", "1G", id]);
    }
    first.ask(&["layout", "apply", "--version", "1"]);
    first.ask(&["key", "import", "--yes", ID, SECRET]);
    first.ask(&["bucket", "create", BUCKET]);
    first.ask(&["bucket", "allow", "--read", "--write", BUCKET, "--key", ID]);
    Server { folder, port: first.s3, children, key: (ID, SECRET), region: REGION }
}

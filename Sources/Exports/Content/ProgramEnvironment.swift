/// The environment for programs that an export starts: only the variables they need,
/// as ours may hold credentials.
package struct ProgramEnvironment: Sendable {
    private static let names: Set = ["PATH", "HOME", "LANG", "TZ"]

    let variables: [String: String]

    /// Selects the variables from `environment`, our own process's.
    package init(_ environment: [String: String]) {
        variables = environment.filter { Self.names.contains($0.key) }
    }

    /// Where to look for programs.
    var searchPath: String { variables["PATH"] ?? "" }
}

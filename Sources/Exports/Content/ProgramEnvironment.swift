/// The variables with which an export starts another program: the few that it needs, as ours may hold credentials.
package struct ProgramEnvironment: Sendable {
    private static let names: Set = ["PATH", "HOME", "LANG", "TZ"]

    let variables: [String: String]

    /// Takes them from `environment`, our own process's.
    package init(_ environment: [String: String]) {
        variables = environment.filter { Self.names.contains($0.key) }
    }

    /// Where programs are looked for.
    var searchPath: String { variables["PATH"] ?? "" }
}

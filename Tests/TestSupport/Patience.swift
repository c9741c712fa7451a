/// How long a test waits for what has to come before it says that it did not.
package enum Patience {
    /// Far beyond what a busy machine takes: it ends a hang, and judges no speed.
    package static let limit: Duration = .seconds(600)
}

/// The version of this program, stated here alone.
package enum ProgramVersion {
    /// By semantic versioning, such as 0.1.0.
    package static let text = "0.1.0"
}

/// Stops tombstones when too many numbers would go at once: losing a list or an access right is likelier than
/// losing a company.
///
/// Source: DESIGN.md, "How a sync run works", step 3.
package enum GoneBreaker {
    /// Whether `count` of `living` numbers may go: up to 20, or up to a tenth.
    package static func lets(_ count: Int, of living: Int) -> Bool {
        count <= 20 || count * 10 <= living
    }
}

/// How large and how deep a document may be.
package struct JSONLimits: Sendable, Equatable {
    /// The largest document that is read, in bytes.
    package var maximumBytes: Int
    /// How many objects and arrays may stand inside one another: 1 to 64.
    ///
    /// 64, because the reader keeps one bit per level; the API's own documents have five levels.
    package var maximumDepth: Int

    package init(maximumBytes: Int, maximumDepth: Int = 64) {
        self.maximumBytes = maximumBytes
        self.maximumDepth = min(max(maximumDepth, 1), 64)
    }

    /// 64 MB and 64 levels; 64 MB is what the client takes as a body.
    package static let standard = JSONLimits(maximumBytes: 64 << 20)
}

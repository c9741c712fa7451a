/// The maximum size and depth of a document.
package struct JSONLimits: Sendable, Equatable {
    /// The largest document to read, in bytes.
    package var maximumBytes: Int
    /// How deep objects and arrays may be nested: 1 to 64.
    ///
    /// 64, because the reader keeps one bit per level; the API's own documents have five levels.
    package var maximumDepth: Int

    package init(maximumBytes: Int, maximumDepth: Int = 64) {
        self.maximumBytes = maximumBytes
        self.maximumDepth = min(max(maximumDepth, 1), 64)
    }

    /// 64 MB and 64 levels; the client accepts a body of up to 64 MB.
    package static let standard = JSONLimits(maximumBytes: 64 << 20)
}

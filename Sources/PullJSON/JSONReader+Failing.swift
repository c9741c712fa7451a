extension JSONReader {
    /// An error at the cursor, or at `position`; the reader is unusable afterwards.
    @inline(never)
    mutating func failure(_ kind: JSONError.Kind, at position: UnsafePointer<UInt8>? = nil) -> JSONError {
        turn = .failed
        return complaint(kind, at: position)
    }

    /// An error about a value that the caller may still read in another way.
    @inline(never)
    func complaint(_ kind: JSONError.Kind, at position: UnsafePointer<UInt8>? = nil) -> JSONError {
        let offset = self.offset(of: position ?? cursor)
        return JSONError(kind: kind, offset: offset, path: JSONPath.text(of: offset, in: document))
    }

    /// How many bytes have been read.
    package var offset: Int { offset(of: cursor) }

    /// The reader's position, such as `$.settings[3].active`; computed anew on each call.
    package var path: String { JSONPath.text(of: offset, in: document) }

    private func offset(of position: UnsafePointer<UInt8>) -> Int {
        document.baseAddress.map { UnsafeRawPointer(position) - $0 } ?? 0
    }
}

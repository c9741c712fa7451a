import MirrorCore

/// Rows serialized so that equal rows give equal bytes and different rows give different bytes.
///
/// It manages its own buffer: an array's checks for each of a document's hundreds of cells would cost as much
/// as hashing.
struct CanonicalContent: ~Copyable, CellSink {
    typealias Failure = Never

    private var buffer: UnsafeMutableRawBufferPointer
    private var count = 0

    init(version: UInt8) {
        buffer = .allocate(byteCount: 8192, alignment: 8)
        add(byte: version)
    }

    deinit { buffer.deallocate() }

    /// Passes the serialized bytes to `body`.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }

    /// Starts the rows of the relation with this name.
    mutating func open(_ relation: String, count: Int) {
        add(relation)
        add(Int64(count))
    }

    /// Adds all rows of one relation.
    ///
    /// A span borrows them: copying the references to their strings would cost as much as hashing.
    mutating func add<Row: RelationRow>(_ rows: [Row]) {
        open(Row.relation.name, count: rows.count)
        let rows = rows.span
        for index in rows.indices { rows[index].write(to: &self) }
    }

    mutating func add(_ number: Msisdn) { add(number.digits) }

    mutating func add(owner: String) { add(owner) }

    mutating func add(repeated text: String?) { add(text) }

    mutating func add(_ text: String) {
        let length = text.utf8.count
        add(tag: .text, word: UInt64(length), room: length)
        let target = UnsafeMutableRawBufferPointer(rebasing: buffer[count..<count + length])
        if text.utf8.withContiguousStorageIfAvailable({ target.copyBytes(from: $0) }) == nil {
            target.copyBytes(from: text.utf8)
        }
        count += length
    }

    mutating func add(_ text: String?) {
        if let text { add(text) } else { add(byte: Tag.null.rawValue) }
    }

    mutating func add(_ integer: Int64) { add(tag: .integer, word: UInt64(bitPattern: integer)) }

    mutating func add(_ integer: Int64?) {
        if let integer { add(integer) } else { add(byte: Tag.null.rawValue) }
    }

    mutating func add(_ value: Value) {
        switch value {
        case .null: add(byte: Tag.null.rawValue)
        case .integer(let integer): add(integer)
        case .real(let real): add(tag: .real, word: real.bitPattern)
        case .text(let text): add(text)
        }
    }

    private enum Tag: UInt8 { case null, integer, real, text }

    private mutating func add(byte: UInt8) {
        reserve(1)
        buffer[count] = byte
        count += 1
    }

    private mutating func add(tag: Tag, word: UInt64, room: Int = 0) {
        reserve(9 + room)
        buffer[count] = tag.rawValue
        buffer.storeBytes(of: word.littleEndian, toByteOffset: count + 1, as: UInt64.self)
        count += 9
    }

    private mutating func reserve(_ room: Int) {
        guard buffer.count - count < room else { return }
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 * (count + room), alignment: 8)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        buffer.deallocate()
        buffer = larger
    }
}

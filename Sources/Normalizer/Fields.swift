import PullJSON

/// The documented keys of one kind of object, numbered from 0 in the order in which the API sends them.
protocol FieldName: RawRepresentable<Int> {
    /// The key as sent; keys are case-sensitive, so `Status` is not `status`.
    var key: StaticString { get }
}

/// The fields of one object found so far.
struct Fields<Name: FieldName> {
    let path: FieldPath
    private var seen: UInt32 = 0
    private var expected = 0
    private var unknown: [JSONText] = []

    init(of path: FieldPath) { self.path = path }

    func saw(_ name: Name) -> Bool { seen & bit(name) != 0 }

    /// The field that `key` names; nil if the key is undocumented.
    ///
    /// The field after the previous one is tried first, since the API always sends an object's keys in the
    /// same order.
    mutating func name(of key: JSONText) -> Name? {
        let start = expected
        var candidate = start
        repeat {
            guard let name = Name(rawValue: candidate) else {
                candidate = 0
                continue
            }
            candidate += 1
            if key == name.key {
                expected = candidate
                return name
            }
        } while candidate != start
        return nil
    }

    /// Returns false if the object had this field before.
    mutating func note(_ name: Name) -> Bool {
        defer { seen |= bit(name) }
        return !saw(name)
    }

    /// Returns false if the object had this undocumented key before, or has too many to tell.
    mutating func note(unknown key: JSONText) -> Bool {
        guard unknown.count < 32 else { return false }
        defer { unknown.append(key) }
        return !unknown.contains { $0.hasSameContent(as: key) }
    }

    private func bit(_ name: Name) -> UInt32 { 1 << UInt32(truncatingIfNeeded: name.rawValue) }
}

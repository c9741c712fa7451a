import PullJSON

/// The keys that one sort of object is documented to have, numbered from 0 in the order in which the API sends them.
protocol FieldName: RawRepresentable<Int> {
    /// As it stands in the document; keys are case-sensitive, so `Status` is not `status`.
    var key: StaticString { get }
}

/// Which fields of one object have been met so far.
struct Fields<Name: FieldName> {
    let path: FieldPath
    private var seen: UInt32 = 0
    private var expected = 0
    private var unknown: [JSONText] = []

    init(of path: FieldPath) { self.path = path }

    func saw(_ name: Name) -> Bool { seen & bit(name) != 0 }

    /// The field that `key` names; nil for a key that is not documented.
    ///
    /// Looks first at the one after the last, since the API sends an object's keys in the same order each time.
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

    /// False when the object had this field before.
    mutating func note(_ name: Name) -> Bool {
        defer { seen |= bit(name) }
        return !saw(name)
    }

    /// False when the object had this undocumented key before, or has so many that nobody can tell.
    mutating func note(unknown key: JSONText) -> Bool {
        guard unknown.count < 32 else { return false }
        defer { unknown.append(key) }
        return !unknown.contains { $0.hasSameContent(as: key) }
    }

    private func bit(_ name: Name) -> UInt32 { 1 << UInt32(truncatingIfNeeded: name.rawValue) }
}

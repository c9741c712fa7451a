import MirrorCore

/// The order of cells: NULL before numbers before text, numbers by size, text by its UTF-8 bytes, false
/// before true.
///
/// Swift's own order of strings is unsuitable: it considers some texts with different bytes equal.
enum ContentOrder: Int {
    case before = -1
    case same = 0
    case after = 1

    static func of(_ left: String?, _ right: String?) -> ContentOrder {
        guard let left, let right else { return unknownFirst(left == nil, right == nil) }
        var others = right.utf8.makeIterator()
        for byte in left.utf8 {
            guard let other = others.next() else { return .after }
            if byte != other { return byte < other ? .before : .after }
        }
        return others.next() == nil ? .same : .before
    }

    static func of<Number: Comparable & Numeric>(_ left: Number, _ right: Number) -> ContentOrder {
        left < right ? .before : right < left ? .after : .same
    }

    static func of(_ left: Bool?, _ right: Bool?) -> ContentOrder {
        guard let left, let right else { return unknownFirst(left == nil, right == nil) }
        return of(left ? 1 : 0, right ? 1 : 0)
    }

    /// Of two equal numbers the integer comes first, so that different cells are never the same.
    static func of(_ left: Value, _ right: Value) -> ContentOrder {
        switch (left, right) {
        case (.null, .null): .same
        case (.integer(let left), .integer(let right)): of(left, right)
        case (.real(let left), .real(let right)): of(left, right)
        case (.integer(let left), .real(let right)): of(Double(left), right) == .after ? .after : .before
        case (.real(let left), .integer(let right)): of(left, Double(right)) == .before ? .before : .after
        case (.text(let left), .text(let right)): of(left, right)
        case (.null, _), (_, .text): .before
        case (_, .null), (.text, _): .after
        }
    }

    /// Compares element by element; if one list is the beginning of the other, the shorter comes first.
    static func of<Element>(
        _ left: [Element], _ right: [Element], by order: (Element, Element) -> ContentOrder
    ) -> ContentOrder {
        for (left, right) in zip(left, right) {
            let next = order(left, right)
            if next != .same { return next }
        }
        return of(left.count, right.count)
    }

    /// This order, or `next` if this one finds no difference.
    func then(_ next: @autoclosure () -> ContentOrder) -> ContentOrder { self == .same ? next() : self }

    private static func unknownFirst(_ left: Bool, _ right: Bool) -> ContentOrder {
        left == right ? .same : left ? .before : .after
    }
}

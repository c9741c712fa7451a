/// The subject that an object names, possibly more than once.
struct Identity<Value: Equatable> {
    private(set) var value: Value?
    private(set) var isReadable = true
    private(set) var isContradictory = false
    private var isMet = false

    /// Takes the next value; nil if it cannot be read.
    mutating func meet(_ next: Value?) {
        if next == nil { isReadable = false }
        if isMet, next != value || !isReadable { isContradictory = true }
        if !isMet { value = next }
        isMet = true
    }
}

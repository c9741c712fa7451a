import Glibc

extension String {
    /// Whether both have the same bytes; Swift's `==` considers `é` as one character and as two equal.
    package func hasSameBytes(as other: String) -> Bool {
        let length = utf8.count
        guard length == other.utf8.count else { return false }
        let isSame = utf8.withContiguousStorageIfAvailable { left in
            other.utf8.withContiguousStorageIfAvailable { right in
                guard let left = left.baseAddress, let right = right.baseAddress else { return length == 0 }
                return memcmp(left, right, length) == 0
            }
        }
        return (isSame ?? nil) ?? utf8.elementsEqual(other.utf8)
    }
}

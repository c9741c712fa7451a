import MirrorCore

extension OrganizationRow {
    /// Merges rows of the same organization, sorted by number; each column takes its first known value.
    static func merged(_ rows: [OrganizationRow]) -> [OrganizationRow] {
        let sorted = rows.indices.sorted { left, right in
            ContentOrder.of(rows[left].orgNumber, rows[right].orgNumber).then(.of(left, right)) == .before
        }
        var merged: [OrganizationRow] = []
        merged.reserveCapacity(rows.count)
        for index in sorted {
            let row = rows[index]
            let last = merged.count - 1
            guard last >= 0, ContentOrder.of(merged[last].orgNumber, row.orgNumber) == .same else {
                merged.append(row)
                continue
            }
            if merged[last].name == nil { merged[last].name = row.name }
            if merged[last].address == nil { merged[last].address = row.address }
        }
        return merged
    }
}

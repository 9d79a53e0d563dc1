namespace TransitHub.Server.Endpoints;

/// <summary>Pages of a table of the static feed, in its own order. The token is the last id shown.</summary>
internal static class TablePage
{
    /// <summary>Looks an id up.</summary>
    internal delegate bool Finder(string id, out int index);

    /// <summary>The rows after the token's.</summary>
    /// <returns>The page, and the token of the next one; null when there is none.</returns>
    public static (IReadOnlyList<int> Page, string? Next) Take(IEnumerable<int> rows, Finder find, Func<int, string> idOf, string? after, int size)
    {
        int last = after is not null && find(after, out int index) ? index : -1;
        List<int> page = [.. rows.Where(row => row > last).Take(size + 1)];
        if (page.Count <= size)
        {
            return (page, null);
        }

        page.RemoveAt(size);
        return (page, idOf(page[^1]));
    }
}

namespace TransitHub.Gtfs.Sheets;

/// <summary>Finds the word that somebody probably meant.</summary>
internal static class NearestWord
{
    /// <summary>The nearest of the words by letters typed wrong, left out, doubled or exchanged; null if none is near.</summary>
    public static string? Find(string typed, IEnumerable<string> words)
    {
        var limit = Math.Max(1, typed.Length / 3);
        return words
            .Where(word => Math.Abs(word.Length - typed.Length) <= limit)
            .Select(word => (Word: word, Distance: Distance(typed.ToUpperInvariant(), word.ToUpperInvariant())))
            .Where(found => found.Distance <= limit && found.Distance < found.Word.Length)
            .OrderBy(found => found.Distance)
            .ThenBy(found => found.Word, StringComparer.Ordinal)
            .Select(found => found.Word)
            .FirstOrDefault();
    }

    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                rows[i, j] = i == 0 ? j : j == 0 ? i : Step(rows, a, b, i, j);
            }
        }

        return rows[a.Length, b.Length];
    }

    private static int Step(int[,] rows, string a, string b, int i, int j)
    {
        var least = Math.Min(
            Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1),
            rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
        return i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] ? Math.Min(least, rows[i - 2, j - 2] + 1) : least;
    }
}

using TransitHub.Gtfs.Notices;

namespace TransitHub.Gtfs.Sources;

/// <summary>Finds the folder of a zip in which the GTFS files lie: many feeds are zipped together with their folder.</summary>
internal static class FeedRoot
{
    /// <summary>Names the entries as seen from that folder, sorts them, and notes it if the folder is not the top.</summary>
    public static List<FeedEntry> Apply(List<FeedEntry> entries, NoticeList notices)
    {
        var root = Find(entries);
        if (root.Length > 0)
        {
            notices.Add(new Notice("invalid_input_files_in_subfolder", NoticeSeverity.Error, root, 0, null, null,
                $"The GTFS files lie in the folder \"{root}\". They were read from there; zip the files themselves, not their folder."));
        }

        var taken = new HashSet<string>(StringComparer.Ordinal);
        var named = new List<FeedEntry>(entries.Count);
        foreach (var entry in entries.OrderBy(entry => entry.SourceName.StartsWith(root, StringComparison.Ordinal) ? 0 : 1))
        {
            var name = entry.SourceName.Replace('\\', '/');
            var inside = name.StartsWith(root, StringComparison.Ordinal) ? name[root.Length..] : name;
            if (!taken.Add(inside))
            {
                notices.Add(new Notice("duplicate_file", NoticeSeverity.Error, inside, 0, null, null,
                    "The zip holds a file of this name twice. The first was read; remove the other."));
                inside = taken.Add(name) ? name : inside;
            }

            named.Add(entry with { Name = inside });
        }

        named.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name) is not 0 and var order ? order : left.Number.CompareTo(right.Number));
        return named;
    }

    private static string Find(List<FeedEntry> entries)
    {
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            var name = entry.SourceName.Replace('\\', '/');
            var slash = name.LastIndexOf('/') + 1;
            if (GtfsFiles.IsKnown(name[slash..]))
            {
                found[name[..slash]] = found.GetValueOrDefault(name[..slash]) + 1;
            }
        }

        return found.OrderByDescending(folder => folder.Value)
            .ThenBy(folder => folder.Key.Length)
            .ThenBy(folder => folder.Key, StringComparer.Ordinal)
            .Select(folder => folder.Key)
            .FirstOrDefault("");
    }
}

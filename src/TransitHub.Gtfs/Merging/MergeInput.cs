using System.Text;
using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Reading.Files;
using TransitHub.Gtfs.Sources;

namespace TransitHub.Gtfs.Merging;

/// <summary>One feed of a merge, with what becomes of its ids. Only ids that do not stay as they are have an entry.</summary>
internal sealed class MergeInput : IDisposable
{
    private readonly Dictionary<string, Dictionary<string, MergedId>> ids = new(StringComparer.Ordinal);
    private readonly NoticeList notices = new();

    public MergeInput(string path, string name)
    {
        Name = name;
        Source = FeedSource.Open(path, this.notices);
        if (Source.Entries.Count == 0)
        {
            throw new MergeException($"{path}: {(this.notices.Count > 0 ? this.notices[0].Message : "there is no file in the zip or folder.")}");
        }

        var reading = new FeedReading(Source, this.notices, new ScheduleReadOptions(), null, CancellationToken.None);
        (Agencies, _) = AgencyFile.Read(reading);
        Info = FeedInfoFile.Read(reading);
        Services = CalendarFiles.Read(reading);
    }

    public string Name { get; }

    public FeedSource Source { get; }

    public AgencyTable Agencies { get; }

    public FeedInfo? Info { get; }

    public ServiceTable Services { get; }

    /// <summary>The agency of rows that name none, as a feed of one agency may; null: there is no such.</summary>
    public string? OnlyAgency { get; set; }

    /// <summary>Its only agency is an earlier feed's.</summary>
    public bool IsOnlyAgencyJoined { get; private set; }

    /// <summary>Trips whose service is another one in the merged feed than their row says.</summary>
    public Dictionary<string, string> TripServices { get; } = new(StringComparer.Ordinal);

    public FeedEntry? Find(string file) =>
        Source.Entries.FirstOrDefault(entry => entry.Name == file)
        ?? Source.Entries.FirstOrDefault(entry => string.Equals(entry.Name, file, StringComparison.OrdinalIgnoreCase));

    public void Map(string space, string id, string merged, bool isJoined)
    {
        if (id != merged || isJoined)
        {
            if (!this.ids.TryGetValue(space, out var map))
            {
                this.ids[space] = map = new Dictionary<string, MergedId>(StringComparer.Ordinal);
            }

            map[id] = new MergedId(merged, Encoding.UTF8.GetBytes(merged), isJoined);
        }
    }

    /// <summary>What became of an id; null: it stays.</summary>
    public MergedId? Find(string space, ReadOnlySpan<byte> id)
    {
        if (id.IsEmpty || !this.ids.TryGetValue(space, out var map))
        {
            return null;
        }

        Span<char> text = id.Length <= 256 ? stackalloc char[id.Length] : new char[id.Length];
        text = text[..Encoding.UTF8.GetChars(id, text)];
        return map.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var merged) ? merged : null;
    }

    /// <summary>The agencies' ids are decided.</summary>
    public void NameOnlyAgency()
    {
        if (OnlyAgency is { } id)
        {
            IsOnlyAgencyJoined = Find(MergeSchema.Agency, Encoding.UTF8.GetBytes(id))?.IsJoined == true;
            OnlyAgency = MergedOf(MergeSchema.Agency, id);
        }
    }

    public string MergedOf(string space, string id) =>
        this.ids.TryGetValue(space, out var map) && map.TryGetValue(id, out var merged) ? merged.Id : id;

    public void Dispose() => Source.Dispose();

    /// <param name="Id">The id in the merged feed.</param>
    /// <param name="Utf8">The same.</param>
    /// <param name="IsJoined">An earlier feed has the thing, so this one's rows are left out.</param>
    internal sealed record MergedId(string Id, byte[] Utf8, bool IsJoined);
}

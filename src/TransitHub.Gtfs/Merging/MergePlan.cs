using System.Runtime.InteropServices;

namespace TransitHub.Gtfs.Merging;

/// <summary>
/// Decides what becomes of every id. What has the same id and the same rows is one thing; the same id with other rows gets the feed's name in front;
/// agencies that tell the same of themselves, and services that run on the same days, are one whatever their ids. Only things are held, never rows.
/// </summary>
internal sealed class MergePlan(IReadOnlyList<MergeInput> inputs, MergeOptions options, CancellationToken cancellation)
{
    private readonly Dictionary<string, Dictionary<string, ulong>> known = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Space, ulong Content), string> meanings = [];
    private readonly List<MergedIds> report = [];
    private readonly bool hasFareRules = inputs.Any(input => input.Find("fare_rules.txt") is not null);

    /// <summary>What became of the ids.</summary>
    public IReadOnlyList<MergedIds> Report => this.report;

    /// <summary>The calendar of a merge with an upcoming version; null: calendars stay as they are.</summary>
    public CutCalendar? Calendar { get; } = options.IsUpcoming ? CutCalendar.Of(inputs, options.SwitchDate) : null;

    public void Run()
    {
        foreach (var input in inputs)
        {
            foreach (var family in MergeSchema.Families)
            {
                cancellation.ThrowIfCancellationRequested();
                Plan(input, family);
            }

            var features = LocationsFile.ContentsOf(input);
            Decide(input, MergeSchema.Location, features, byMeaning: false);
        }
    }

    private void Plan(MergeInput input, MergeSchema.Family family)
    {
        switch (family.Space)
        {
            case MergeSchema.Service when Calendar is not null:
                Calendar.Map(input, this.report);
                return;
            case MergeSchema.Zone when !this.hasFareRules || options.IsUpcoming:
            case MergeSchema.Block when options.IsUpcoming:
                // Zones mean nothing without fares; blocks of two versions never run on one day.
                return;
            case MergeSchema.Service:
                Decide(input, family.Space, ServiceContents(input), byMeaning: true);
                return;
            case MergeSchema.Agency:
                var agencies = Contents(input, family);
                FindOnlyAgency(input, agencies);
                Decide(input, family.Space, agencies, byMeaning: true);
                input.NameOnlyAgency();
                return;
            default:
                Decide(input, family.Space, Contents(input, family), byMeaning: false);
                return;
        }
    }

    /// <summary>A feed of one agency may leave its id out everywhere; among others it needs one.</summary>
    private static void FindOnlyAgency(MergeInput input, Dictionary<string, ulong> agencies)
    {
        if (agencies.Count == 1)
        {
            var (id, content) = agencies.Single();
            input.OnlyAgency = id.Length > 0 ? id : input.Name;
            agencies.Clear();
            agencies[input.OnlyAgency] = content;
        }
    }

    private Dictionary<string, ulong> Contents(MergeInput input, MergeSchema.Family family)
    {
        var contents = new Dictionary<string, ulong>(StringComparer.Ordinal);
        foreach (var (file, column) in family.Files)
        {
            AddContents(input, family, file, column, contents);
        }

        if (family.Space == MergeSchema.Zone)
        {
            AddContents(input, family, "stops.txt", "zone_id", contents);
        }

        return contents;
    }

    private void AddContents(MergeInput input, MergeSchema.Family family, string file, string column, Dictionary<string, ulong> contents)
    {
        using var table = MergeTable.Open(input, file);
        var owner = table?.Column(column) ?? -1;
        if (table is null || (owner < 0 && family.Space != MergeSchema.Agency))
        {
            return;
        }

        var fields = new MergeFields(input, file, table);
        var service = Calendar is not null && file == "trips.txt" ? table.Column("service_id") : -1;
        var trip = table.Column("trip_id");
        var lookup = contents.GetAlternateLookup<ReadOnlySpan<char>>();
        var text = new char[64];
        while (table.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            var id = table[owner];
            if (id.IsEmpty && family.Space != MergeSchema.Agency)
            {
                continue;
            }

            if (id.Length > text.Length)
            {
                text = new char[id.Length];
            }

            var key = text.AsSpan(0, System.Text.Encoding.UTF8.GetChars(id, text));
            ref var content = ref CollectionsMarshal.GetValueRefOrAddDefault(lookup, key, out _);
            content = unchecked(content + Spread(fields.Hash(owner, service) + (ulong)file.Length));
            if (service >= 0)
            {
                Calendar!.Note(input, table.Text(trip), table.Text(service));
            }
        }
    }

    /// <summary>Rows are added up, so their hashes must not be sums themselves.</summary>
    private static ulong Spread(ulong hash)
    {
        hash = unchecked((hash ^ (hash >> 32)) * 0x9E3779B97F4A7C15);
        return hash ^ (hash >> 29);
    }

    private static Dictionary<string, ulong> ServiceContents(MergeInput input)
    {
        var contents = new Dictionary<string, ulong>(StringComparer.Ordinal);
        for (var service = 0; service < input.Services.Count; service++)
        {
            var content = 1UL;
            foreach (var date in CutCalendar.DaysOf(input.Services, service))
            {
                content = unchecked(content + Spread((ulong)date.DayNumber + 1));
            }

            contents[input.Services.Id(service)] = content;
        }

        return contents;
    }

    private void Decide(MergeInput input, string space, Dictionary<string, ulong> contents, bool byMeaning)
    {
        if (!this.known.TryGetValue(space, out var taken))
        {
            this.known[space] = taken = new Dictionary<string, ulong>(StringComparer.Ordinal);
        }

        var tally = new IdTally(input.Name, space);
        var added = new List<(string Id, ulong Content)>();
        foreach (var (id, content) in contents)
        {
            // Decided against earlier feeds alone: within one feed every id stays a thing of its own.
            if (options.PrefixAll)
            {
                var merged = Unused($"{input.Name}:{id}", taken, contents);
                tally.Note(id, merged, isJoined: false);
                input.Map(space, id, merged, isJoined: false);
                added.Add((merged, content));
            }
            else if (byMeaning && this.meanings.TryGetValue((space, content), out var same))
            {
                tally.Note(id, same, isJoined: true);
                input.Map(space, id, same, isJoined: true);
            }
            else if (!taken.TryGetValue(id, out var earlier))
            {
                tally.Note(id, id, isJoined: false);
                added.Add((id, content));
            }
            else if (earlier == content || (options.IsUpcoming && space != MergeSchema.Trip && space != "shape"))
            {
                tally.Note(id, id, MergeSchema.IsDefined(space), differs: earlier != content);
                input.Map(space, id, id, MergeSchema.IsDefined(space));
                if (space == MergeSchema.Trip)
                {
                    Calendar?.Pair(inputs[0], input, id);
                }
            }
            else
            {
                var merged = Unused($"{input.Name}:{id}", taken, contents);
                tally.Note(id, merged, isJoined: false);
                input.Map(space, id, merged, isJoined: false);
                added.Add((merged, content));
            }
        }

        foreach (var (id, content) in added)
        {
            taken[id] = content;
            this.meanings.TryAdd((space, content), id);
        }

        if (contents.Count > 0)
        {
            this.report.Add(tally.Result());
        }
    }

    private static string Unused(string wanted, Dictionary<string, ulong> taken, Dictionary<string, ulong> own)
    {
        while (taken.ContainsKey(wanted) || own.ContainsKey(wanted))
        {
            wanted += "_";
        }

        return wanted;
    }
}

using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Service;

/// <summary>
/// Routes that riders know as one: the same agency and short name. Some feeds give every variant and direction a route_id of its own,
/// with a handful of trips a day each; vehicles and drivers are those of the line.
/// </summary>
internal sealed class ServiceLines
{
    private readonly int[] lines;
    private readonly int[] agencies;
    private readonly string[] keys;

    public ServiceLines(Schedule schedule)
    {
        this.lines = new int[schedule.Routes.Count];
        Dictionary<(int Agency, string Name), int> known = [];
        List<int> agencyOf = [];
        List<string> keyOf = [];
        for (int route = 0; route < this.lines.Length; route++)
        {
            string name = schedule.Routes.ShortName(route);
            (int Agency, string Name) key = (schedule.Routes.AgencyIndex(route), name.Length > 0 ? name : "\0" + schedule.Routes.Id(route));
            if (!known.TryGetValue(key, out int line))
            {
                line = agencyOf.Count;
                known.Add(key, line);
                agencyOf.Add(Math.Max(0, key.Agency));
                keyOf.Add((key.Agency < 0 ? string.Empty : schedule.Agencies.Id(key.Agency)) + "\u001f" + key.Name);
            }

            this.lines[route] = line;
        }

        this.agencies = [.. agencyOf];
        this.keys = [.. keyOf];
        this.AgencyCount = Math.Max(1, schedule.Agencies.Count);
    }

    /// <summary>Number of lines.</summary>
    public int Count => this.agencies.Length;

    /// <summary>Number of agencies, at least 1.</summary>
    public int AgencyCount { get; }

    /// <summary>The line of a route; -1 for -1.</summary>
    public int Of(int route) => route < 0 ? -1 : this.lines[route];

    /// <summary>A name for a line that stays the same from one version of the feed to the next.</summary>
    public string KeyOf(int line) => this.keys[line];

    /// <summary>The agency of a line.</summary>
    public int AgencyOf(int line) => this.agencies[line];
}

using System.Globalization;
using System.Text;

namespace TransitHub.Server.Watching;

/// <summary>A filter as a reader gave it. Every given part must hold; within one part any value does; an empty part is no limit.</summary>
internal sealed record FilterText
{
    /// <summary>GTFS route ids.</summary>
    public IReadOnlyList<string> RouteIds { get; init; } = [];

    /// <summary>Vehicle ids.</summary>
    public IReadOnlyList<string> VehicleIds { get; init; } = [];

    /// <summary>GTFS stop ids; a station stands for its platforms.</summary>
    public IReadOnlyList<string> StopIds { get; init; } = [];

    /// <summary>Where the vehicle or the stop is.</summary>
    public GeoBox? Box { get; init; }

    /// <summary>False: no vehicles are wanted.</summary>
    public bool Vehicles { get; init; } = true;

    /// <summary>False: no trips are wanted.</summary>
    public bool Trips { get; init; } = true;

    /// <summary>False: no runs in doubt are wanted. They have neither vehicle nor place: a filter of these leaves them out.</summary>
    public bool Unseen { get; init; } = true;

    /// <summary>False: the crowding at stops is not wanted. It has no vehicle: a filter of vehicles leaves it out.</summary>
    public bool Crowding { get; init; } = true;

    /// <summary>True: what riders are told is wanted, too. It has neither vehicle nor place: a filter of these leaves it out.</summary>
    public bool Alerts { get; init; }

    /// <summary>The same for filters that let the same through; alerts stand beside them.</summary>
    public string Key()
    {
        StringBuilder key = new();
        foreach (IReadOnlyList<string> ids in (IReadOnlyList<string>[])[this.RouteIds, this.VehicleIds, this.StopIds])
        {
            foreach (string id in ids.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                key.Append(CultureInfo.InvariantCulture, $"{id.Length}:{id}");
            }

            key.Append('|');
        }

        return key.Append(CultureInfo.InvariantCulture, $"{this.Box}|{this.Vehicles}{this.Trips}{this.Unseen}{this.Crowding}").ToString();
    }

    /// <summary>What is wrong with it; null: nothing.</summary>
    public string? FindProblem(int maxIds)
    {
        if (Math.Max(this.RouteIds.Count, Math.Max(this.VehicleIds.Count, this.StopIds.Count)) > maxIds)
        {
            return $"A filter may name at most {maxIds} routes, vehicles or stops (setting Watch:MaxFilterIds).";
        }

        return this.Box is { IsValid: false }
            ? "The bounding box is south, west, north, east in WGS 84 degrees, south not above north."
            : null;
    }
}

namespace TransitHub.Mqtt.Topics;

/// <summary>
/// The parts of a Helsinki topic that a report needs. Version 1:
/// <c>/hfp/v1/{journey}/{temporal}/{mode}/{operator}/{vehicle}/{route}/{direction}/{headsign}/{start}/{stop}/…</c>;
/// version 2 has <c>{event}</c> after <c>{temporal}</c>. A dead run's topic ends after the vehicle.
/// <see href="https://digitransit.fi/en/developers/apis/5-realtime-api/vehicle-positions/high-frequency-positioning/"/>
/// </summary>
internal readonly ref struct HfpTopic
{
    private const int MaxParts = 14;

    private HfpTopic(ReadOnlySpan<char> eventType, ReadOnlySpan<char> operatorId, ReadOnlySpan<char> vehicle, ReadOnlySpan<char> route)
    {
        this.EventType = eventType;
        this.OperatorId = operatorId;
        this.Vehicle = vehicle;
        this.Route = route;
    }

    /// <summary><c>vp</c>, <c>due</c>, <c>arr</c>, … in lower case; version 1 has only positions.</summary>
    public ReadOnlySpan<char> EventType { get; }

    /// <summary>Four digits.</summary>
    public ReadOnlySpan<char> OperatorId { get; }

    /// <summary>Five digits, unique within the operator.</summary>
    public ReadOnlySpan<char> Vehicle { get; }

    /// <summary>GTFS route id; empty on a dead run.</summary>
    public ReadOnlySpan<char> Route { get; }

    public static bool TryParse(ReadOnlySpan<char> topic, out HfpTopic parts)
    {
        parts = default;
        Span<Range> ranges = stackalloc Range[MaxParts];
        int count = topic.Split(ranges, '/');
        bool second = topic.StartsWith("/hfp/v2/", StringComparison.Ordinal);
        int afterEvent = second ? 6 : 5;
        if (count < afterEvent + 3)
        {
            return false;
        }

        ReadOnlySpan<char> operatorId = topic[ranges[afterEvent + 1]];
        ReadOnlySpan<char> vehicle = topic[ranges[afterEvent + 2]];
        if (!IsNumber(operatorId) || !IsNumber(vehicle))
        {
            return false;
        }

        ReadOnlySpan<char> route = count > afterEvent + 3 ? topic[ranges[afterEvent + 3]] : [];
        parts = new HfpTopic(second ? topic[ranges[5]] : "vp", operatorId, vehicle, route);
        return true;
    }

    private static bool IsNumber(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= 10 && !text.ContainsAnyExceptInRange('0', '9');
}

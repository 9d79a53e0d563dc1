using System.Globalization;

namespace TransitHub.Mqtt.Tests;

/// <summary>What a camera and a counting vehicle send at the tests' start, as in the contract.</summary>
internal static class CountingPayloads
{
    private static readonly long Now = Hub.Start.ToUnixTimeSeconds();

    public static (string Topic, string Payload)[] All { get; } =
    [
        ("transithub/v1/city/count/cam", Text($$"""{"channel":"gate-1","class":"person","direction":"in","from":{{Now - 60}},"to":{{Now}},"count":14,"uptime":0.98}""")),
        ("transithub/v1/city/count/cam", Text($$"""[{"channel":"gate-1","class":"person","direction":"out","at":{{Now}},"total":10523,"uptime":1}]""")),
        ("transithub/v1/city/passage/cam", Text($$"""{"event_id":"c198-77121","measured_at":{{Now - 1}},"channel":"line-1","class":"bus","direction":"a_to_b","route_text":"1-33"}""")),
        ("transithub/v1/city/apc/bus-1", Text($$"""{"measured_at":{{Now - 1}},"load":31}""")),
    ];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

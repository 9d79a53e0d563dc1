using System.Globalization;
using System.Text;
using TransitHub.Server.Hosting;
using TransitHub.Simulation;
using TransitHub.Simulation.Publishing;

namespace TransitHub.Server.Commands.Demo;

/// <summary>What <c>demo</c> says to whoever started it: where to look, how to stop, and every few seconds how it goes.</summary>
internal static class DemoTalk
{
    /// <summary>The lines at the start.</summary>
    public static string Greet(Hub hub, DemoCity city, DemoOptions options, string data)
    {
        string http = hub.HttpAddress.TrimEnd('/');
        var text = new StringBuilder()
            .AppendLine(CultureInfo.InvariantCulture, $"{DemoOptions.Name}: made-up vehicles on real lines. Nothing here is real service.")
            .AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"  Live map      {http}/")
            .AppendLine(CultureInfo.InvariantCulture, $"  Feeds         {http}/gtfs/{DemoOptions.Feed}.zip")
            .AppendLine(CultureInfo.InvariantCulture, $"                {http}/gtfs-rt/{DemoOptions.Feed}/vehicle-positions.pb  trip-updates.pb  alerts.pb")
            .AppendLine(CultureInfo.InvariantCulture, $"  JSON          {http}/v1/feeds")
            .AppendLine(CultureInfo.InvariantCulture, $"  gRPC          {hub.GrpcAddress}  (HTTP/2 without TLS)")
            .AppendLine(CultureInfo.InvariantCulture, $"  MQTT          {hub.MqttAddress}  transithub/v1/{DemoOptions.Feed}/#")
            .AppendLine(CultureInfo.InvariantCulture, $"  Data          {data}{(options.Data is null ? "  (removed at the end)" : string.Empty)}");
        if (options.Truth is { } truth)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  Truth         {Path.GetFullPath(truth)}");
        }

        text.AppendLine();
        if (city.IsMoved)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"It is another time of day in Bangkok, so the city lives in the zone {city.TimeZone}.");
        }

        return text
            .Append(CultureInfo.InvariantCulture, $"Seed {options.Seed}, {SpeedText(options.Speed)}. Stop with Ctrl-C.")
            .ToString();
    }

    /// <summary>How it goes: the city's time, who drives, what was sent and taken.</summary>
    public static string Progress(HubFeed feed, SimulationCounts city, CityPublishCounts published, string localTime, double realSeconds, double citySeconds)
    {
        FeedFigures hub = new FeedStatusReport(TimeProvider.System).Of(feed);
        string pace = realSeconds > 0 && Math.Abs(citySeconds - realSeconds) > 1 ? string.Create(CultureInfo.InvariantCulture, $" ({citySeconds / realSeconds:F1}x)") : string.Empty;
        string lag = published.LagSeconds >= 2 ? string.Create(CultureInfo.InvariantCulture, $", {published.LagSeconds:F0} s behind") : string.Empty;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{localTime}{pace}{lag}: {city.Reporting:N0} of {city.VehiclesOnTheRoad:N0} vehicles report, {hub.MatchedVehicles:N0} on a trip; {published.Observations:N0} observations sent, {hub.Counters.Accepted:N0} accepted, {hub.Refused:N0} refused");
    }

    private static string SpeedText(double? speed) => speed switch
    {
        null => "as fast as it goes",
        1 => "in real time",
        { } times => string.Create(CultureInfo.InvariantCulture, $"{times:0.##} times as fast as real time"),
    };
}

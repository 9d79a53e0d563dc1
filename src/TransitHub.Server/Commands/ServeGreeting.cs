using System.Globalization;
using System.Text;
using TransitHub.Gtfs;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Security;

namespace TransitHub.Server.Commands;

/// <summary>What <c>serve</c> prints when it listens: where, and how to send the first position.</summary>
internal static class ServeGreeting
{
    /// <summary>The lines.</summary>
    public static string Of(IHub hub, HubOptions options)
    {
        string http = hub.HttpAddress.TrimEnd('/');
        var text = new StringBuilder()
            .AppendLine(CultureInfo.InvariantCulture, $"HTTP  {http}")
            .AppendLine(CultureInfo.InvariantCulture, $"gRPC  {hub.GrpcAddress}  (HTTP/2 without TLS)");
        if (hub.MqttAddress is { } mqtt)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"MQTT  {mqtt}{(options.Mqtt is null ? $"  ({ExposureCheck.DescribePublishers(options)})" : string.Empty)}");
        }

        if (options is { Mqtt: null, MqttTlsListen: { } tls })
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"MQTTS {tls}");
        }

        if (options.Redis is not null)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"Roles {options.Roles}");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"Data  {Path.GetFullPath(options.Data)}");
        HubFeed? feed = hub.Feeds.FirstOrDefault();
        if (feed is null)
        {
            return text.Append(CultureInfo.InvariantCulture, $"  curl {http}/readyz").ToString();
        }

        if (options.Mqtt is null && hub.MqttAddress is { } listening)
        {
            AppendExample(text, listening, feed, options);
        }

        return text.Append(CultureInfo.InvariantCulture, $"  curl {http}/gtfs-rt/{feed.Id}/vehicle-positions.json").ToString();
    }

    private static void AppendExample(StringBuilder text, string mqtt, HubFeed feed, HubOptions options)
    {
        (double latitude, double longitude) = ExamplePlace(feed.Schedule);
        int colon = mqtt.LastIndexOf(':');
        string host = mqtt[..colon].Trim('[', ']') switch { "0.0.0.0" => "127.0.0.1", "::" => "::1", var other => other };
        text.AppendLine("Send a first position, and see it:")
            .Append(CultureInfo.InvariantCulture, $"  mosquitto_pub -h {host} -p {mqtt[(colon + 1)..]} -q 1 -t transithub/v1/{feed.Id}/avl/bus-1 ")
            .Append(options.Security.MqttUsers is [var user, ..] ? $"-u {user.Name} -P PASSWORD " : string.Empty)
            .AppendLine(CultureInfo.InvariantCulture, $"-m \"{{\\\"measured_at\\\": $(date +%s), \\\"lat\\\": {latitude:F5}, \\\"lon\\\": {longitude:F5}}}\"");
    }

    /// <summary>A place that the gate lets pass: the feed's first stop, or Bangkok's where there is no GTFS.</summary>
    private static (double Latitude, double Longitude) ExamplePlace(Schedule schedule)
    {
        for (int stop = 0; stop < schedule.Stops.Count; stop++)
        {
            if (!double.IsNaN(schedule.Stops.Latitude(stop)) && !double.IsNaN(schedule.Stops.Longitude(stop)))
            {
                return (schedule.Stops.Latitude(stop), schedule.Stops.Longitude(stop));
            }
        }

        return (13.7563, 100.5018);
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Protocol;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Browser.Tests;

/// <summary>
/// A city of three straight lines, a boat, a train and a bus, ten vehicles each way on each, all on time; the test says when
/// they move on.
/// </summary>
internal sealed class RiverCity : IAsyncDisposable
{
    public const string Feed = "river-city";
    public const int Vehicles = 60;

    /// <summary>Names of stops in Thai, which the feed has, and in English, which its translations have.</summary>
    public static readonly (string Thai, string English)[] StopNames =
        [("ท่าช้าง", "Tha Chang"), ("ท่าเตียน", "Tha Tien"), ("วัดอรุณ", "Wat Arun"), ("ปากคลองตลาด", "Pak Khlong Talat"), ("ราชวงศ์", "Ratchawong"), ("สี่พระยา", "Si Phraya"), ("สาทร", "Sathon")];

    private const int StopSeconds = 400;
    private const double StopDegrees = 0.02;
    private const double StepDegrees = 0.0001;
    private const int HeadwaySeconds = 240;

    private static readonly (string Id, int Type, string Color, string Thai, string English)[] Routes =
        [("boat", 4, "F58220", "เรือด่วน", "Express boat"), ("train", 1, "1E4F9C", "รถไฟฟ้า", "Sky train"), ("bus", 3, "C0392B", "รถเมล์", "City bus")];

    private readonly IMqttClient client = new MqttClientFactory().CreateMqttClient();
    private readonly DateTimeOffset beganAt = TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(7));
    private int step;

    /// <summary>A camera at the pier <c>boat-3</c> that tells how many are present, and one that never says anything.</summary>
    public const string Devices = """
        language: th
        stops:
          boat-3: {capacity: 80}
        devices:
          - id: pier-camera
            name: {th: กล้องท่าเรือ, en: Pier camera}
            at: [13.74, 100.48]
            channels:
              - {id: zone-1, zone: [[13.7399, 100.4799], [13.7401, 100.4799], [13.7401, 100.4801], [13.7399, 100.4801]], counts: [person], every: 1m, stop: boat-3}
          - id: silent-camera
            name: {th: กล้องเงียบ, en: Silent camera}
            at: [13.75, 100.48]
            channels:
              - {id: line-1, line: [[13.75, 100.4799], [13.75, 100.4801]], counts: [person], every: 1m, directions: {in: {bearing: 180}}}
        """;

    /// <summary>Its GTFS: a folder.</summary>
    public static void WriteGtfs(string folder) => GtfsText().WriteFolder(folder);

    /// <summary>Its next GTFS, the version autumn: a night bus more.</summary>
    public static void WriteNextGtfs(string folder)
    {
        WriteGtfs(folder);
        File.WriteAllText(Path.Combine(folder, "feed_info.txt"), "feed_publisher_name,feed_publisher_url,feed_lang,feed_version\nX,https://example.org,th,autumn\n");
        File.AppendAllText(Path.Combine(folder, "routes.txt"), "night,X,N9,รถกลางคืน,3,222222\n");
        File.AppendAllText(Path.Combine(folder, "trips.txt"), "night,S,night-0,สาทร,0\n");
        File.AppendAllText(Path.Combine(folder, "stop_times.txt"), "night-0,01:00:00,01:00:00,bus-0,1\nnight-0,01:30:00,01:30:00,bus-6,2\n");
    }

    public async Task ConnectAsync(int mqttPort, CancellationToken cancellation) =>
        await this.client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", mqttPort).Build(), cancellation);

    /// <summary>All vehicles report from a little further on.</summary>
    public async Task MoveOnAsync(CancellationToken cancellation)
    {
        this.step++;
        foreach ((string id, _, _, _, _) in Routes)
        {
            for (int direction = 0; direction < 2; direction++)
            {
                await this.PublishAsync([.. Enumerable.Range(0, 10).Select(run => this.ReportOf(id, direction, run))], cancellation);
            }
        }
    }

    /// <summary>The camera at the pier sees so many people.</summary>
    public Task CountAsync(int people, CancellationToken cancellation) => this.SendAsync(
        "count/pier-camera", new Dictionary<string, object> { ["channel"] = "zone-1", ["class"] = "person", ["at"] = Now(), ["present"] = people }, cancellation);

    /// <summary>A vehicle where no line is.</summary>
    public Task StrayAsync(CancellationToken cancellation) => this.PublishAsync(
        [new() { ["vehicle_id"] = "stray", ["measured_at"] = Now(), ["lat"] = 13.65, ["lon"] = 100.45, ["bearing"] = 90 }], cancellation);

    /// <summary>A device sends what is no report; what it sends looks like markup.</summary>
    public Task NonsenseAsync(CancellationToken cancellation) => this.PublishAsync("avl/broken", "<b>stop 7</b>"u8.ToArray(), cancellation);

    public ValueTask DisposeAsync()
    {
        this.client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static double Now() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;

    private Dictionary<string, object> ReportOf(string route, int direction, int run)
    {
        int ride = (int)(StopSeconds * 0.4) + (run * HeadwaySeconds);
        DateTimeOffset start = this.beganAt.AddSeconds(-ride);
        double along = Math.Min((ride * StopDegrees / StopSeconds) + (this.step * StepDegrees), (StopNames.Length - 1) * StopDegrees);
        return new()
        {
            ["vehicle_id"] = $"{route}-{direction}-{run}",
            ["measured_at"] = Now(),
            ["lat"] = direction == 0 ? 13.80 - along : 13.80 - ((StopNames.Length - 1) * StopDegrees) + along,
            ["lon"] = LongitudeOf(route),
            ["bearing"] = direction == 0 ? 180 : 0,
            ["speed_mps"] = 5.5,
            ["trip_id"] = $"{route}-{direction}",
            ["start_date"] = start.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
            ["start_time"] = start.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        };
    }

    private static double LongitudeOf(string route) => 100.48 + (Array.FindIndex(Routes, r => r.Id == route) * 0.03);

    private Task PublishAsync(IReadOnlyList<Dictionary<string, object>> reports, CancellationToken cancellation) => this.SendAsync("avl", reports, cancellation);

    private Task SendAsync<T>(string kind, T payload, CancellationToken cancellation) => this.PublishAsync(kind, JsonSerializer.SerializeToUtf8Bytes(payload), cancellation);

    private async Task PublishAsync(string kind, byte[] payload, CancellationToken cancellation) => await this.client.PublishAsync(
        new MqttApplicationMessageBuilder().WithTopic($"transithub/v1/{Feed}/{kind}").WithPayload(payload)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(),
        cancellation);

    private static FeedText GtfsText()
    {
        var stops = new StringBuilder("stop_id,stop_name,stop_lat,stop_lon\n");
        var routes = new StringBuilder("route_id,agency_id,route_short_name,route_long_name,route_type,route_color\n");
        var trips = new StringBuilder("route_id,service_id,trip_id,trip_headsign,direction_id\n");
        var times = new StringBuilder("trip_id,arrival_time,departure_time,stop_id,stop_sequence\n");
        var windows = new StringBuilder("trip_id,start_time,end_time,headway_secs,exact_times\n");
        var texts = new StringBuilder("table_name,field_name,language,translation,record_id,field_value\n");
        foreach ((string id, int type, string color, string thai, string english) in Routes)
        {
            routes.Append(CultureInfo.InvariantCulture, $"{id},X,{english[..1]}{type},{thai},{type},{color}\n");
            texts.Append(CultureInfo.InvariantCulture, $"routes,route_long_name,en,{english},{id},\n");
            for (int at = 0; at < StopNames.Length; at++)
            {
                stops.Append(CultureInfo.InvariantCulture, $"{id}-{at},{StopNames[at].Thai},{13.80 - (at * StopDegrees):F4},{LongitudeOf(id):F4}\n");
            }

            for (int direction = 0; direction < 2; direction++)
            {
                trips.Append(CultureInfo.InvariantCulture, $"{id},S,{id}-{direction},{StopNames[direction == 0 ? ^1 : 0].Thai},{direction}\n");
                windows.Append(CultureInfo.InvariantCulture, $"{id}-{direction},00:00:00,30:00:00,{HeadwaySeconds},0\n");
                for (int at = 0; at < StopNames.Length; at++)
                {
                    string time = TimeSpan.FromSeconds(at * StopSeconds).ToString("c", CultureInfo.InvariantCulture);
                    times.Append(CultureInfo.InvariantCulture, $"{id}-{direction},{time},{time},{id}-{(direction == 0 ? at : StopNames.Length - 1 - at)},{at + 1}\n");
                }
            }
        }

        foreach ((string thai, string english) in StopNames)
        {
            texts.Append(CultureInfo.InvariantCulture, $"stops,stop_name,en,{english},,{thai}\ntrips,trip_headsign,en,{english},,{thai}\n");
        }

        return FeedText.TwoStops()
            .With("agency.txt", "agency_id,agency_name,agency_url,agency_timezone,agency_lang\nX,ขนส่ง,https://example.org,Asia/Bangkok,th")
            .With("calendar.txt", "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nS,1,1,1,1,1,1,1,20200101,20991231")
            .With("stops.txt", stops.ToString().TrimEnd()).With("routes.txt", routes.ToString().TrimEnd()).With("trips.txt", trips.ToString().TrimEnd())
            .With("stop_times.txt", times.ToString().TrimEnd()).With("frequencies.txt", windows.ToString().TrimEnd()).With("translations.txt", texts.ToString().TrimEnd());
    }
}

using System.Globalization;
using System.Text;

namespace TransitHub.Load.Cameras;

/// <summary>
/// What the devices of a <see cref="LoadCity"/> send, each one message a second. A camera's minute: six counts (three classes, two directions), one
/// status, and passages of single vehicles, of which a share are buses, half of them with the route read.
/// </summary>
internal sealed class CameraMessages(LoadCity city, string feed, double busShare)
{
    private static readonly string[] Classes = ["person", "car", "motorcycle"];
    private static readonly string[] Directions = ["a_to_b", "b_to_a"];
    private readonly Random[] chance = [.. Enumerable.Range(0, city.Cameras).Select(i => new Random(i))];

    public static string IdOf(int camera) => string.Create(CultureInfo.InvariantCulture, $"camera-{camera:00000}");

    /// <summary>What a camera sends.</summary>
    /// <param name="camera">The camera.</param>
    /// <param name="number">How many it sent before; one a second.</param>
    /// <param name="now">Unix seconds.</param>
    public (string Topic, byte[] Payload) OfCamera(int camera, long number, double now)
    {
        Random random = this.chance[camera];
        long second = number + (camera * 7);
        int ofMinute = (int)(second % 60);
        if (ofMinute < Classes.Length * Directions.Length)
        {
            long end = city.Start + number - 1;
            return (this.Topic("count", camera), Text(
                $$"""{"channel":"line-1","class":"{{Classes[ofMinute / 2]}}","direction":"{{Directions[ofMinute % 2]}}","from":{{end - 60}},"to":{{end}},"count":{{random.Next(40)}},"uptime":1}"""));
        }

        if (ofMinute == Classes.Length * Directions.Length)
        {
            return (this.Topic("status", camera), Text($$"""{"measured_at":{{now:F3}},"online":true,"uptime_seconds":{{second % 100_000}}}"""));
        }

        bool isBus = random.NextDouble() < busShare;
        string kind = isBus ? "bus" : random.Next(2) == 0 ? "car" : "motorcycle";
        string route = isBus && random.Next(2) == 0
            ? string.Create(CultureInfo.InvariantCulture, $",\"route_text\":\"{city.CameraAt(camera).Line}\",\"route_confidence\":0.93")
            : string.Empty;
        return (this.Topic("passage", camera), Text(
            $$"""{"event_id":"c{{camera}}-{{second}}","measured_at":{{now:F3}},"channel":"line-1","class":"{{kind}}","direction":"{{Directions[random.Next(2)]}}"{{route}},"confidence":0.9}"""));
    }

    /// <summary>What a vehicle sends in a second.</summary>
    public (string Topic, byte[] Payload) OfVehicle(int vehicle, double now)
    {
        (double lat, double lon) = city.PlaceOf(vehicle, now);
        string topic = string.Create(CultureInfo.InvariantCulture, $"transithub/v1/{feed}/avl/bus-{vehicle:00000}");
        return (topic, Text(
            $$"""{"measured_at":{{now:F3}},"lat":{{lat:F6}},"lon":{{lon:F6}},"speed_mps":6.0,"trip_id":"T{{vehicle}}","start_date":"{{city.ServiceDate}}"}"""));
    }

    private string Topic(string kind, int camera) => string.Create(CultureInfo.InvariantCulture, $"transithub/v1/{feed}/{kind}/camera-{camera:00000}");

    private static byte[] Text(FormattableString text) => Encoding.ASCII.GetBytes(text.ToString(CultureInfo.InvariantCulture));
}

using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace TransitHub.Browser.Tests;

/// <summary>What operators of the sample city have done by the time that pictures are taken: an alert, one that is planned, and changes of the service.</summary>
internal static class OperatorsMorning
{
    /// <summary>A line with boats at any hour.</summary>
    public const string Line = "express-orange";

    /// <summary>Writes it into a hub with the sample city, as somebody on its machine.</summary>
    public static async Task WriteAsync(Uri hub, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = hub };
        JsonNode feed = (await GetAsync(http, "/v1/feeds", cancellation))[0]!;
        string path = $"/v1/feeds/{feed["id"]}";
        JsonNode[] runs = [.. (await GetAsync(http, $"{path}/runs?route={Line}", cancellation))["runs"]!.AsArray().Select(r => r!)];
        JsonNode run = runs[^1];
        long now = (long)run["starts_at"]!;
        await PostAsync(http, $"{path}/alerts", Alert("CONSTRUCTION", "DETOUR", ("High water: boats pass by the piers of the old town", "น้ำสูง: เรือไม่จอดท่าในเมืองเก่า"), null), cancellation);
        await PostAsync(http, $"{path}/alerts", Alert("HOLIDAY", "REDUCED_SERVICE", ("Fewer boats on the day of the King’s birthday", "เรือน้อยลงในวันเฉลิมพระชนมพรรษา"), now + (8 * 24 * 3600)), cancellation);
        await PostAsync(
            http,
            $"{path}/changes",
            new JsonObject
            {
                ["kind"] = "cancel", ["trip_id"] = run["trip_id"]!.DeepClone(), ["start_date"] = run["start_date"]!.DeepClone(), ["start_time"] = run["start_time"]?.DeepClone(), ["expires_at"] = (long)run["ends_at"]! + 3600, ["note"] = "Engine trouble",
            },
            cancellation);
        await PostAsync(http, $"{path}/changes", new JsonObject { ["kind"] = "ignore_device", ["device_id"] = "boat-on-trial", ["expires_at"] = now + (4 * 3600), ["note"] = "Its clock is being mended" }, cancellation);
    }

    private static JsonObject Alert(string cause, string effect, (string English, string Thai) header, long? start)
    {
        var alert = new JsonObject
        {
            ["cause"] = cause, ["effect"] = effect, ["informed_entities"] = new JsonArray(new JsonObject { ["route_id"] = Line }),
            ["header_text"] = new JsonObject { ["en"] = header.English, ["th"] = header.Thai },
        };
        if (start is not null)
        {
            alert["active_periods"] = new JsonArray(new JsonObject { ["start"] = start, ["end"] = start + (24 * 3600) });
        }

        return alert;
    }

    private static async Task<JsonNode> GetAsync(HttpClient http, string path, CancellationToken cancellation) =>
        JsonNode.Parse(await http.GetStringAsync(new Uri(path, UriKind.Relative), cancellation))!;

    private static async Task PostAsync(HttpClient http, string path, JsonObject body, CancellationToken cancellation)
    {
        using HttpResponseMessage answer = await http.PostAsJsonAsync(path, body, cancellation);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellation)}");
    }
}

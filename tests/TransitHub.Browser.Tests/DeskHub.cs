using System.IO.Compression;
using System.Text.Json.Nodes;

namespace TransitHub.Browser.Tests;

/// <summary>A hub of its own for what operators change: other tests see nothing of it.</summary>
public sealed class DeskHub : IAsyncLifetime
{
    private const string Settings = """
        {"Security": {"AnonymousDevices": true, "Readers": {"Tiers": [{"Name": "app", "RequestsPerMinute": 60000, "Burst": 60000}], "Anonymous": "app"}}}
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("transithub-desk-");
    private readonly HubProcess hub = new();

    internal Uri Http => this.hub.Http;

    internal RiverCity City { get; } = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        string settings = Path.Combine(this.folder.FullName, "settings.json");
        await File.WriteAllTextAsync(settings, Settings, Cancellation);
        await this.hub.StartAsync(Cancellation, "--config", settings);
        await this.City.ConnectAsync(this.hub.MqttPort, Cancellation);
        await this.City.MoveOnAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await this.City.DisposeAsync();
        await this.hub.DisposeAsync();
        this.folder.Delete(recursive: true);
    }

    /// <summary>Its next GTFS as a zip.</summary>
    internal string WriteNextZip()
    {
        string next = Path.Combine(this.folder.FullName, "next");
        RiverCity.WriteNextGtfs(next);
        ZipFile.CreateFromDirectory(next, next + ".zip");
        return next + ".zip";
    }

    /// <summary>What the hub answers, as JSON; null: it has nothing of that name.</summary>
    internal async Task<JsonNode?> GetAsync(string path)
    {
        using var http = new HttpClient { BaseAddress = this.Http };
        using HttpResponseMessage answer = await http.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        return answer.IsSuccessStatusCode ? JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation)) : null;
    }

    /// <summary>Asks until what was changed is told there, for a minute at most.</summary>
    internal async Task UntilAsync(string path, Func<JsonNode?, bool> holds)
    {
        for (int attempt = 0; attempt < 600; attempt++)
        {
            if (holds(await this.GetAsync(path)))
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Cancellation);
        }

        Assert.Fail($"{path} never told it.");
    }
}

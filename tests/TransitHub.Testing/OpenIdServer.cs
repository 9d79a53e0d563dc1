using System.Globalization;
using System.Text.Json;
using TransitHub.Testing.Processes;

namespace TransitHub.Testing;

/// <summary>A real provider of OpenID Connect: the npm package oidc-provider with the people of a test (tests/tools/openid-provider.mjs).</summary>
public sealed class OpenIdServer : ServerProcess
{
    /// <summary>The secret of the client <c>hub</c>.</summary>
    public const string Secret = "a secret of thirty-two characters";

    private const string Install = "The tests' npm packages are missing. Run: npm ci --prefix tests/tools";
    private readonly string configuration;

    private OpenIdServer(int port, string configuration)
        : base(port, "openid", Install) => this.configuration = configuration;

    /// <inheritdoc/>
    protected override (string Program, string[] Arguments) Command =>
        ("node", [Path.Combine(SharedData.RepositoryRoot, "tests", "tools", "openid-provider.mjs"), $"{this.Port}", this.configuration]);

    /// <summary>Starts it and waits until it takes connections.</summary>
    /// <param name="port">A free port.</param>
    /// <param name="redirect">Where it may send people back to.</param>
    /// <param name="after">Where it may send them once they signed out.</param>
    /// <param name="people">A JSON object of people with their claims.</param>
    /// <param name="refresh">True: it gives refresh tokens.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="InvalidOperationException">The packages are not installed.</exception>
    public static async Task<OpenIdServer> StartAsync(int port, Uri redirect, Uri after, string people, bool refresh, CancellationToken cancellation)
    {
        using JsonDocument claims = JsonDocument.Parse(people);
        var server = new OpenIdServer(port, JsonSerializer.Serialize(new { secret = Secret, redirects = new[] { redirect }, after = new[] { after }, people = claims.RootElement, refresh }));
        await server.RunAsync(cancellation);
        return server;
    }

    /// <summary>It knows these people from now on.</summary>
    /// <param name="people">As at the start.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task ChangePeopleAsync(string people, CancellationToken cancellation) => this.CommandAsync("people", people, cancellation);

    /// <summary>It answers everything with 503, or no more.</summary>
    /// <param name="isAway">Whether it does.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task GoAwayAsync(bool isAway, CancellationToken cancellation) => this.CommandAsync(isAway ? "away" : "back", string.Empty, cancellation);

    /// <summary>How many refresh tokens were used.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<int> CountRefreshesAsync(CancellationToken cancellation) =>
        int.Parse(await this.CommandAsync("refreshes", string.Empty, cancellation), CultureInfo.InvariantCulture);

    private async Task<string> CommandAsync(string command, string body, CancellationToken cancellation)
    {
        using HttpClient http = new();
        using StringContent content = new(body);
        using HttpResponseMessage answer = await http.PostAsync(new Uri($"http://127.0.0.1:{this.Port}/test/{command}"), content, cancellation);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellation);
    }
}

using Microsoft.Extensions.Logging;
using TransitHub.Server.Options;
using TransitHub.Server.Security;
using TransitHub.Testing;

namespace TransitHub.Server.Tests.Security.SignIn.OpenId;

/// <summary>A hub and its provider. The hub is first: no provider is asked before somebody signs in.</summary>
internal sealed class OpenIdScene : IAsyncDisposable
{
    /// <summary>Whom the provider knows.</summary>
    public const string People = """
        {
          "noi": { "preferred_username": "noi", "groups": ["staff", "hub-operators"] },
          "boss": { "preferred_username": "boss", "groups": ["hub-viewers", "hub-admins"], "realm_access": { "roles": ["watcher"] } },
          "guest": { "preferred_username": "guest <b>", "groups": ["staff"] },
          "u-17": { "groups": ["hub-viewers"] }
        }
        """;

    private readonly int port = TestPorts.Free();
    private readonly TestFolder folder = new();
    private readonly bool refresh;
    private OpenIdServer? server;

    private OpenIdScene(Action<OpenIdProvider>? configure, bool refresh)
    {
        this.refresh = refresh;
        this.Provider = new OpenIdProvider
        {
            Name = "city",
            Authority = $"http://127.0.0.1:{this.port}",
            ClientId = "hub",
            ClientSecretFile = this.folder.File("secret", OpenIdServer.Secret),
            Scopes = "openid profile groups",
        };
        this.Provider.Roles.Admin.Add("hub-admins");
        this.Provider.Roles.Operator.Add("hub-operators");
        this.Provider.Roles.Viewer.Add("hub-viewers");
        configure?.Invoke(this.Provider);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public OpenIdProvider Provider { get; }

    public OpenIdServer Server => this.server ?? throw new InvalidOperationException("The provider is away.");

    public TestWeb Web { get; private set; } = null!;

    public Uri Hub => this.Web.Http.BaseAddress!;

    public static async Task<OpenIdScene> StartAsync(Action<OpenIdProvider>? configure = null, bool isAway = false, bool refresh = false, ILoggerFactory? loggers = null)
    {
        var scene = new OpenIdScene(configure, refresh);
        HubOptions options = new();
        options.Security.OpenId.Add(scene.Provider);
        options.Security.Operators.Add(new NamedOperator { Name = "ada", PasswordHash = PasswordHash.Create("ส้มตำ", 10_000), Role = OperatorRole.Admin });
        scene.Web = await TestWeb.StartAsync(new TestCity(), options, loggers: loggers);

        // The port is known now, and nobody has signed in.
        options.Security.PublicAddress = scene.Hub.AbsoluteUri;
        if (!isAway)
        {
            await scene.StartProviderAsync();
        }

        return scene;
    }

    public async Task StartProviderAsync() => this.server = await OpenIdServer.StartAsync(
        this.port, new Uri(this.Hub, "/v1/session/openid/city/callback"), new Uri(this.Hub, "/console"), People, this.refresh, Cancellation);

    public Uri Link(string query = "") => new(this.Hub, "/v1/session/openid/city" + query);

    public async ValueTask DisposeAsync()
    {
        await this.Web.DisposeAsync();
        if (this.server is not null)
        {
            await this.server.DisposeAsync();
        }

        this.folder.Dispose();
    }
}

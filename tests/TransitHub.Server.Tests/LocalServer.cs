using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TransitHub.Server.Tests;

/// <summary>A web server of others that the hub deals with, on a free port of this machine.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private readonly WebApplication web;

    private LocalServer(WebApplication web) => this.web = web;

    /// <summary>Where it is, without a slash at the end.</summary>
    public string Address => this.web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Starts one that answers what a test maps.</summary>
    public static async Task<LocalServer> StartAsync(Action<WebApplication> map)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication web = builder.Build();
        map(web);
        await web.StartAsync(TestContext.Current.CancellationToken);
        return new LocalServer(web);
    }

    public ValueTask DisposeAsync() => this.web.DisposeAsync();
}

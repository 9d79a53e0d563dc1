using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Server.Tests.Upstream;

/// <summary>Another agency's web server, on a free port of this machine, that answers as a test tells it.</summary>
internal sealed class AgencyServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private AgencyServer(WebApplication app) => this.app = app;

    /// <summary>Answers requests.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = context => context.Response.Body.WriteAsync(Message(0).ToByteArray()).AsTask();

    /// <summary>What was asked, the newest last.</summary>
    public List<HttpRequestRow> Requests { get; } = [];

    /// <summary>Where it is, without a slash at the end.</summary>
    public string Address => this.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<AgencyServer> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        var server = new AgencyServer(app);
        app.Run(async context =>
        {
            lock (server.Requests)
            {
                server.Requests.Add(new HttpRequestRow(context.Request.Path, context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
            }

            await server.Answer(context);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>A message of positions.</summary>
    public static FeedMessage Message(long header, params FeedEntity[] entities)
    {
        var message = new FeedMessage { Header = new FeedHeader { GtfsRealtimeVersion = "2.0", Timestamp = (ulong)header } };
        message.Entity.AddRange(entities);
        return message;
    }

    /// <summary>A vehicle somewhere in the test's city.</summary>
    public static FeedEntity Vehicle(string id, long at, string? trip = null) => new()
    {
        Id = id,
        Vehicle = new VehiclePosition
        {
            Vehicle = new VehicleDescriptor { Id = id },
            Position = new Position { Latitude = 13.7f, Longitude = 100.5f },
            Timestamp = (ulong)at,
            Trip = trip is null ? null : new TripDescriptor { TripId = trip },
        },
    };

    public async ValueTask DisposeAsync() => await this.app.DisposeAsync();
}

/// <summary>A request.</summary>
internal sealed record HttpRequestRow(string Path, IReadOnlyDictionary<string, string> Headers);

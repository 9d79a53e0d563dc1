using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Server.Tests.Upstream;

/// <summary>Another agency's web server, on a free port of this machine, that answers as a test tells it.</summary>
internal sealed class AgencyServer : IAsyncDisposable
{
    private LocalServer web = null!;

    private AgencyServer()
    {
    }

    /// <summary>Answers requests.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = context => context.Response.Body.WriteAsync(Message(0).ToByteArray()).AsTask();

    /// <summary>What was asked, the newest last.</summary>
    public List<HttpRequestRow> Requests { get; } = [];

    /// <summary>Where it is, without a slash at the end.</summary>
    public string Address => this.web.Address;

    public static async Task<AgencyServer> StartAsync()
    {
        var server = new AgencyServer();
        server.web = await LocalServer.StartAsync(web => web.Run(async context =>
        {
            lock (server.Requests)
            {
                server.Requests.Add(new HttpRequestRow(context.Request.Path, context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
            }

            await server.Answer(context);
        }));
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

    public ValueTask DisposeAsync() => this.web.DisposeAsync();
}

/// <summary>A request.</summary>
internal sealed record HttpRequestRow(string Path, IReadOnlyDictionary<string, string> Headers);

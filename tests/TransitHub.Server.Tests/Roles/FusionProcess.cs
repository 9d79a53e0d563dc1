using Microsoft.Extensions.Logging.Abstractions;
using TransitHub.Archive;
using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Ids;
using TransitHub.Core.Serving;
using TransitHub.Gtfs;
using TransitHub.Redis;
using TransitHub.Server.Options;
using TransitHub.Server.Roles;
using TransitHub.Server.Roles.Fusion;
using TransitHub.Server.Statics;
using TransitHub.Testing;

namespace TransitHub.Server.Tests.Roles;

/// <summary>A fusion role with a connection and a name of its own, as another process would have.</summary>
internal sealed class FusionProcess : IAsyncDisposable
{
    private readonly RedisStorage storage;

    private FusionProcess(RedisStorage storage, FusionRole role) => (this.storage, this.Role) = (storage, role);

    public static FeedId City { get; } = FeedId.Parse("city");

    public FusionRole Role { get; }

    public static async Task<FusionProcess> StartAsync(RedisServer server, string owner, int shards, CancellationToken cancellation, string? data = null)
    {
        RedisStorage storage = await ConnectAsync(server, cancellation);
        var archive = new ArchiveOptions { Enabled = data is not null };
        var options = new HubOptions { Data = data ?? "./none", Archive = archive, Feeds = [new FeedSettings { Id = "city", Shards = shards }], Shards = new ShardRunOptions { SaveSeconds = 0.5, SaveRecords = 1 } };
        var context = new RoleContext(
            options, new Dictionary<FeedId, LoadedSchedule> { [City] = new LoadedSchedule(Schedule.Empty, null) }, storage, owner, TimeProvider.System, NullLoggerFactory.Instance);
        var process = new FusionProcess(storage, new FusionRole(context, new ChangesForm(Encode, _ => throw new NotSupportedException())));
        await process.Role.StartAsync(cancellation);
        return process;
    }

    public static Task<RedisStorage> ConnectAsync(RedisServer server, CancellationToken cancellation) => RedisStorage.OpenAsync(
        new RedisOptions { Address = $"redis://127.0.0.1:{server.Port}", RetrySeconds = 2 }, TimeProvider.System, NullLogger.Instance, cancellation);

    public async ValueTask DisposeAsync()
    {
        await this.Role.DisposeAsync();
        await this.storage.DisposeAsync();
    }

    /// <summary>The vehicles that are new in a state.</summary>
    private static byte[] Encode(ShardChanges told) => System.Text.Encoding.UTF8.GetBytes(string.Join(' ', told.Vehicles.Changed.Select(v => v.Id)));
}

using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Leases;

namespace TransitHub.Redis.Tests.Contract;

/// <summary>The embedded form, in a folder of the test's own and with a clock of its own. One process has it: opening it again gives the same.</summary>
internal sealed class LocalForm : IStorageForm
{
    private readonly string folder = Directory.CreateTempSubdirectory("transithub-test-").FullName;
    private readonly FakeTimeProvider clock = new(DateTimeOffset.FromUnixTimeSeconds(Samples.Start));
    private LocalStorage? storage;

    public Task<IHubStorage> OpenAsync() => Task.FromResult<IHubStorage>(this.storage ??= this.Open());

    public Task ExpireAsync(LeaseName name)
    {
        this.clock.Advance(TimeSpan.FromHours(2));
        return Task.CompletedTask;
    }

    public async Task<IHubStorage> KillAndRestartAsync(IHubStorage storage)
    {
        // A process that ended holds nothing: what is left is its files.
        await storage.DisposeAsync();
        return this.storage = this.Open();
    }

    public async Task DamageLogAsync(ShardId shard, long sequence)
    {
        string file = Directory.GetFiles(SegmentObservationLog.FolderOf(this.folder, shard.Feed), "*.log").Order(StringComparer.Ordinal).First();
        byte[] bytes = await File.ReadAllBytesAsync(file);
        int record = bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes($"bus:{sequence - 1}"));
        bytes[record] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
    }

    public async Task DamageStateAsync(ShardId shard, string name)
    {
        string file = Path.Combine(this.folder, shard.Feed.ToString(), "states", $"{shard.Number}.{name}");
        byte[] bytes = await File.ReadAllBytesAsync(file);
        bytes[^20] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(this.folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private LocalStorage Open() => new(this.folder, new ObservationLogOptions { SegmentBytes = 65_536, RetainBytes = 131_072 }, this.clock);
}

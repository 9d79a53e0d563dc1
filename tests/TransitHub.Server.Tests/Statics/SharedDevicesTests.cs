using TransitHub.Core.Devices;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage.Registry;
using TransitHub.Gtfs;
using TransitHub.Server.Statics;

namespace TransitHub.Server.Tests.Statics;

public sealed class SharedDevicesTests : IDisposable
{
    private static readonly FeedId City = FeedId.Parse("city");
    private readonly TestFolder folder = new();
    private readonly LocalDeviceRegistryStore store;
    private readonly List<string> said = [];
    private readonly DevicesReload reload;
    private DeviceRegistry current = DeviceRegistry.Empty;

    public SharedDevicesTests()
    {
        this.store = new LocalDeviceRegistryStore(this.folder.Path);
        this.reload = new DevicesReload("city", new SharedDevices(City, this.store), () => Schedule.Empty, read => this.current = read, this.said.Add);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task The_first_and_each_later_version_is_taken_once_and_one_with_mistakes_is_not()
    {
        Assert.False(await this.reload.CheckAsync(Cancel));
        await this.store.TryReplaceAsync(City, Loops("one"), 0, Cancel);
        Assert.True(await this.reload.CheckAsync(Cancel));
        Assert.False(await this.reload.CheckAsync(Cancel));
        await this.store.TryReplaceAsync(City, "devices: [{id: x, site: nowhere}]", 1, Cancel);
        Assert.False(await this.reload.CheckAsync(Cancel));
        Assert.False(await this.reload.CheckAsync(Cancel));
        Assert.Equal("one", Assert.Single(this.current.All).Id.ToString());
        Assert.Contains("The shared devices file of feed city, version 2, has", Assert.Single(this.said, s => s.Contains("stay in force", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.NotNull(this.reload.Problem);

        await this.store.TryReplaceAsync(City, Loops("one", "two"), 2, Cancel);
        Assert.True(await this.reload.CheckAsync(Cancel));
        Assert.Equal(2, this.current.All.Length);
        Assert.Null(this.reload.Problem);
    }

    [Fact]
    public async Task A_storage_that_fails_is_told_of_once_and_asked_again()
    {
        await this.store.TryReplaceAsync(City, Loops("one"), 0, Cancel);
        string file = Path.Combine(this.folder.Path, "city", "registry");
        byte[] whole = await File.ReadAllBytesAsync(file, Cancel);
        await File.WriteAllBytesAsync(file, whole[..^1], Cancel);
        Assert.False(await this.reload.CheckAsync(Cancel));
        Assert.False(await this.reload.CheckAsync(Cancel));
        Assert.Contains("cannot be used", Assert.Single(this.said), StringComparison.Ordinal);
        await File.WriteAllBytesAsync(file, whole, Cancel);
        Assert.True(await this.reload.CheckAsync(Cancel));
        Assert.Null(this.reload.Problem);
    }

    /// <summary>A devices file of counting loops.</summary>
    internal static string Loops(params string[] ids) => "language: en\ndevices:\n" + string.Concat(ids.Select(id =>
        $"  - {{id: {id}, name: {{th: ลูป, en: Loop}}, kind: loop, at: [13.7, 100.5], channels: [{{id: lane, line: [[13.7, 100.5], [13.7, 100.501]], counts: [car], every: 5m, directions: {{both: {{bearing: 0}}}}}}]}}\n"));
}

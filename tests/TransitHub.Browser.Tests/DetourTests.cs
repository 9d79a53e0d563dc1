namespace TransitHub.Browser.Tests;

/// <summary>The way that a line takes instead of its own, and the stops that it leaves out, on the map.</summary>
public sealed class DetourTests(BrowserFixture fixture)
{
    [Fact]
    public async Task A_detour_is_drawn_with_its_stops_and_goes_with_it()
    {
        await using LivePage page = await fixture.OpenAsync("#/stops");
        string[] drawn = await page.UntilAsync(() => page.InPageAsync<string[]?>(
            """
            async () => {
              const { view } = await import(document.querySelector('script[type=module]').src);
              if (!view.map.getLayer('detour')) return null;
              view.showDetours([{ alert_id: 'auto-detour-boat', route_id: 'boat', skipped_stop_ids: ['boat-3', 'unknown'], path: [100.48, 13.73, 100.485, 13.73, 100.485, 13.75, 100.48, 13.75] }]);
              const found = (layer) => view.map.queryRenderedFeatures({ layers: [layer] }).map((f) => f.properties.id);
              const all = [...new Set([...found('detour'), ...found('stop-skipped')])];
              return all.length === 2 ? all : null;
            }
            """));
        Assert.Equal(["auto-detour-boat", "boat-3"], drawn);

        string left = await page.UntilAsync(() => page.InPageAsync<string?>(
            """
            async () => {
              const { view } = await import(document.querySelector('script[type=module]').src);
              view.showDetours([]);
              return view.map.queryRenderedFeatures({ layers: ['detour', 'stop-skipped'] }).length === 0 ? 'nothing' : null;
            }
            """));
        Assert.Equal("nothing", left);
        Assert.Empty(page.Complaints);
    }
}

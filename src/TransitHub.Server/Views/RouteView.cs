using TransitHub.Gtfs;

namespace TransitHub.Server.Views;

/// <summary>A route in JSON.</summary>
/// <param name="Id">GTFS <c>route_id</c>.</param>
/// <param name="ShortName">Short name.</param>
/// <param name="LongName">Long name.</param>
/// <param name="Type">GTFS <c>route_type</c>.</param>
/// <param name="Color">Six hexadecimal digits.</param>
/// <param name="TextColor">Six hexadecimal digits.</param>
/// <param name="Vehicles">Vehicles that serve it now.</param>
internal sealed record RouteView(string Id, string ShortName, string LongName, int Type, string Color, string TextColor, int Vehicles)
{
    /// <summary>Of a route.</summary>
    public static RouteView Of(Schedule schedule, int route, int vehicles)
    {
        RouteTable routes = schedule.Routes;
        return new RouteView(
            routes.Id(route), routes.ShortName(route), routes.LongName(route), routes.Type(route), routes.Color(route), routes.TextColor(route), vehicles);
    }
}

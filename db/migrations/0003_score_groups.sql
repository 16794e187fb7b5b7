ALTER TABLE "score" DROP CONSTRAINT "score_region_id_period_scheme_version_id_pk";--> statement-breakpoint
ALTER TABLE "score" ADD CONSTRAINT "score_region_id_group_id_period_scheme_version_id_pk" PRIMARY KEY("region_id","group_id","period","scheme_version_id");--> statement-breakpoint
CREATE INDEX "region_level_path" ON "region" USING btree ("level","path");--> statement-breakpoint
CREATE INDEX "score_group" ON "score" USING btree ("group_id","period");
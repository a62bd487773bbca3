import { editDistance, foldInPlace } from './vietnamese.ts';

/**
 * Pairs of words of administrative language whose letters without diacritics leave no other
 * reading: `điều chính` can only be a misread `điều chỉnh`.
 */
const pairs = (
  'điều chỉnh,bổ sung,sửa đổi,gia hạn,cấp lại,cấp đổi,thu hồi,giấy phép,chứng nhận,giấy chứng,' +
  'quyết định,thông báo,xác nhận,chấp thuận,đồng ý,cho phép,đăng ký,kinh doanh,doanh nghiệp,' +
  'hợp tác,hợp đồng,tổ chức,cá nhân,hoạt động,biểu diễn,nghệ thuật,quảng cáo,sản phẩm,băng rôn,' +
  'triển lãm,nhiếp ảnh,mỹ thuật,tác phẩm,văn hóa,thể thao,du lịch,lữ hành,nội địa,quốc tế,' +
  'dịch vụ,điều kiện,đủ điều,an toàn,thực phẩm,vệ sinh,môi trường,bảo vệ,phòng cháy,chữa cháy,' +
  'khám bệnh,chữa bệnh,hành nghề,chứng chỉ,giáo dục,đào tạo,giảng dạy,trường học,mầm non,' +
  'tiểu học,trung học,phổ thông,trung tâm,ngoại ngữ,tin học,xây dựng,công trình,nhà ở,riêng lẻ,' +
  'quy hoạch,sử dụng,đất đai,giao đất,thuê đất,mục đích,chuyển mục,quyền sử,tài sản,gắn liền,' +
  'nông nghiệp,nông thôn,phát triển,thủy sản,chăn nuôi,trồng trọt,thú y,bảo vệ,thực vật,' +
  'vận tải,hành khách,hàng hóa,đường bộ,ô tô,phương tiện,biển hiệu,phù hiệu,khai thác,tuyến cố,' +
  'cố định,bến xe,lao động,việc làm,người nước,nước ngoài,trợ cấp,xã hội,chế độ,chính sách,' +
  'người có,có công,thương binh,liệt sĩ,bảo hiểm,y tế,thuốc lá,bán lẻ,bán buôn,xăng dầu,rượu cho,' +
  'khoáng sản,tài nguyên,nước mặt,nước dưới,xả thải,nguồn nước,đánh giá,tác động,cam kết,' +
  'bản cam,dự án,đầu tư,chủ trương,phê duyệt,phương án,kế hoạch,báo cáo,kết quả,giải quyết,' +
  'thủ tục,hành chính,hồ sơ,số hóa,kiểm tra,thẩm định,thực tế,cơ sở,tình trạng,hôn nhân,' +
  'kết hôn,khai sinh,khai tử,hộ tịch,hộ khẩu,cư trú,nơi cư,thường trú,tạm trú,nhận con,nuôi con,' +
  'công nhận,danh hiệu,nghệ nhân,ưu tú,gia đình,câu lạc,lạc bộ,thành lập,giải thể,sáp nhập,' +
  'điều lệ,hội viên,bổ nhiệm,miễn nhiệm,tuyển dụng,nâng lương,khen thưởng,kỷ luật,thi đua,' +
  'chuyên môn,nghiệp vụ,kỹ thuật,công nghệ,thông tin,truyền thông,báo chí,xuất bản,phát hành,' +
  'bản tin,trang thông,điện tử,tổng hợp,tài liệu,không kinh,nhập khẩu,xuất khẩu,văn phòng,' +
  'đại diện,chi nhánh,thay đổi,địa chỉ,trụ sở,nội dung,lần đầu,lần thứ,di tích,lịch sử,' +
  'bảo tàng,di sản,cổ vật,lễ hội,tín ngưỡng,tôn giáo,thể dục,thi đấu,yoga cho,bơi lội,bóng đá,' +
  'karaoke tại,vũ trường,trò chơi,điện ảnh,phim ảnh,trật tự,an ninh,chủ đầu,làm chủ,cấp giấy,' +
  'cổ phần,trách nhiệm,hữu hạn,thành viên,thương mại,công ty,giải trí,hợp danh,tư nhân,' +
  'trích lục,bản sao,chứng thực,ủy quyền,nhà thuốc,quầy thuốc,dược phẩm,mỹ phẩm,thực hành,' +
  'tốt cơ,cung ứng,cho thuê,thuê lại,việc cấp,về việc,hằng năm,nhân dân,ủy ban,hội đồng'
).split(',');

const spellings = new Map(pairs.map((pair) => [foldInPlace(pair), pair.split(' ')]));

/** How two neighbouring words are spelled, if they are known as a pair; in small letters. */
export function knownPair(first: string, second: string): readonly [string, string] | undefined {
  const [a, b] = spellings.get(`${foldInPlace(first)} ${foldInPlace(second)}`) ?? [];
  return a === undefined || b === undefined ? undefined : [a, b];
}

/**
 * How many neighbours differ in one letter from a known pair: `điền kiện`, `đán lẻ`. Words that make
 * a known pair with their other neighbour are as they should be.
 */
export function oddPairs(text: string): number {
  const words = foldInPlace(text)
    .split(' ')
    .map((word) => word.replace(/[^a-z]/gu, ''));
  const pairs = words.slice(1).map((second, i) => `${words[i] ?? ''} ${second}`);
  const isKnown = (at: number) => spellings.has(pairs[at] ?? '');
  return pairs.filter(
    (pair, i) =>
      !isKnown(i - 1) &&
      !isKnown(i) &&
      !isKnown(i + 1) &&
      [...spellings.keys()].some((known) => isOneLetterOff(pair, known)),
  ).length;
}

function isOneLetterOff(pair: string, known: string): boolean {
  if (pair.length < 6 || Math.abs(pair.length - known.length) > 1) return false;
  const [first, second] = known.split(' ');
  const sharesWord = pair.startsWith(`${first} `) || pair.endsWith(` ${second}`);
  return sharesWord && editDistance(pair, known) === 1;
}
